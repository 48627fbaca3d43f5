// Command consumer sends a welcome mail to each new user, at least once:
//
//	go run . [BOOTSTRAP_SERVERS]
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/twmb/franz-go/pkg/kgo"
)

const userRegistered = "io.github.enrol.user-registered.v1"

type user struct {
	Username *string `json:"username"`
	Email    *string `json:"email"`
}

// welcome is the work. It may be repeated: eventID tells.
func welcome(eventID string, user user) error {
	_, err := fmt.Println(eventID, *user.Email)
	return err
}

func header(record *kgo.Record, name string) string {
	value := ""
	for _, header := range record.Headers {
		if header.Key == name {
			value = string(header.Value)
		}
	}
	return value
}

func handle(record *kgo.Record) error {
	place := fmt.Sprintf("%s-%d@%d", record.Topic, record.Partition, record.Offset)
	// A record may have no headers at all.
	switch eventType := header(record, "ce_type"); eventType {
	case userRegistered:
		var user user
		eventID := header(record, "ce_id")
		if json.Unmarshal(record.Value, &user) == nil && eventID != "" && user.Username != nil && user.Email != nil {
			return welcome(eventID, user)
		}
		// Without the content, which is about a person.
		log.Printf("%s: not a valid event: set it aside", place)
	case "":
		log.Printf("%s: not an event: set it aside", place)
	default:
		log.Printf("%s: skipped %s", place, eventType)
	}
	return nil
}

func run(ctx context.Context, brokers string) error {
	client, err := kgo.NewClient(
		kgo.SeedBrokers(strings.Split(brokers, ",")...),
		kgo.ConsumerGroup("welcome-mail"),
		kgo.ConsumeTopics("user-events"),
		kgo.FetchIsolationLevel(kgo.ReadCommitted()),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()),
		// By default an event may be committed before it is worked on.
		kgo.DisableAutoCommit(),
		// Partitions do not move to another consumer in the middle of a batch.
		kgo.BlockRebalanceOnPoll(),
	)
	if err != nil {
		return err
	}
	defer client.CloseAllowingRebalance()
	for {
		fetches := client.PollRecords(ctx, 100)
		if ctx.Err() != nil {
			return nil
		}
		fetches.EachError(func(topic string, partition int32, err error) {
			log.Printf("%s-%d: %v", topic, partition, err)
		})
		for _, record := range fetches.Records() {
			if err := handle(record); err != nil {
				return err
			}
		}
		if err := client.CommitUncommittedOffsets(ctx); err != nil {
			// The events come again, to this consumer or to another one.
			log.Print(err)
		}
		client.AllowRebalance()
	}
}

func main() {
	brokers := "127.0.0.1:19092"
	if len(os.Args) > 1 {
		brokers = os.Args[1]
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, brokers); err != nil {
		log.Fatal(err)
	}
}
