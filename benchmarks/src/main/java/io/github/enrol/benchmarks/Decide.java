package io.github.enrol.benchmarks;

import java.util.Collection;
import java.util.Map;

import io.github.enrol.benchmarks.Benchmarks.Benchmark;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * What a decision costs without HTTP and Kafka, by JMH: a round is an iteration of a
 * fork.
 */
final class Decide implements Benchmark {

	@Override
	public void run(Results results) throws RunnerException {
		TimeValue time = TimeValue.seconds(Settings.number("seconds", 2));
		Collection<RunResult> runs = new Runner(
				new OptionsBuilder().include(DecideBenchmark.class.getName() + "." + Settings.text("include", ".*"))
					.forks(Settings.number("forks", 2))
					.warmupIterations(Settings.number("warm-ups", 3))
					.warmupTime(time)
					.measurementIterations(Settings.number("rounds", 3))
					.measurementTime(time)
					.build())
			.run();
		for (RunResult run : runs) {
			String[] name = run.getParams().getBenchmark().split("\\.");
			String metric = "thousand operations/s";
			int[] round = { 0 };
			run.getBenchmarkResults()
				.forEach((fork) -> fork.getIterationResults()
					.forEach((iteration) -> results.add(name[name.length - 1], "Enrol", ++round[0],
							Map.of(metric, iteration.getPrimaryResult().getScore()))));
		}
	}

}
