# One image for each service, from the root of the project after ./mvnw package:
# docker build --build-arg SERVICE=command-service --build-arg PORT=8081 .
# What comes before the image itself is the same for all three.
ARG BASE_IMAGE=eclipse-temurin:25.0.3_9-jre-noble
ARG KAFKA_IMAGE=apache/kafka:4.2.2
ARG MYSQL_IMAGE=mysql:8.4

FROM ${KAFKA_IMAGE} AS kafka

FROM ${BASE_IMAGE} AS java

FROM java AS layers
WORKDIR /services
COPY Dockerfile */target/*-exec.jar ./
RUN for service in command-service projector-service query-service; do \
      [ "$(find . -maxdepth 1 -name "$service-*-exec.jar" | wc -l)" = 1 ] || { echo "$service/target has no jar, or several: ./mvnw -DskipTests clean package makes it" >&2; exit 1; }; \
      mv "$service"-*-exec.jar application.jar && java -Djarmode=tools -jar application.jar extract --layers --destination "layers/$service" \
      && mkdir "$service" && cp -a "layers/$service"/*/. "$service" && rm application.jar || exit 1; \
    done

# With the database's image below and the same JVM.
FROM ${MYSQL_IMAGE} AS training
USER root
COPY --from=java /opt/java/openjdk /opt/java/openjdk
COPY --from=kafka /opt/kafka/libs /opt/kafka/libs
COPY --from=layers /services /services
COPY deploy/image /training
ENV PATH=/opt/java/openjdk/bin:${PATH}
# How long the services are loaded; 0 makes an image sooner that is slower in its first minute.
ARG TRAINING_SECONDS=60
RUN /training/train "${TRAINING_SECONDS}"

FROM java
ARG SERVICE
RUN groupadd --system --gid 10001 enrol && useradd --system --uid 10001 --gid enrol --no-create-home enrol \
    && install -d -o enrol -g enrol /var/lib/enrol
WORKDIR /application
# What changes least comes first.
COPY --from=layers /services/layers/${SERVICE}/dependencies/ ./
COPY --from=layers /services/layers/${SERVICE}/snapshot-dependencies/ ./
COPY --from=layers /services/layers/${SERVICE}/application/ ./
COPY --from=training /services/${SERVICE}/application.aot ./
USER 10001:10001
# Only the command-service has state: that of Kafka Streams. It can be rebuilt from Kafka; a volume here spares the time.
ENV SPRING_KAFKA_STREAMS_STATEDIR=/var/lib/enrol
# Unpacked under the same name at each start: otherwise each kill leaves one more in a directory that outlives it.
ENV ROCKSDB_SHAREDLIB_DIR=/tmp
ARG PORT
ENV SERVER_ADDRESS=0.0.0.0 SERVER_PORT=${PORT} SERVER_WARMUP=10s
EXPOSE ${PORT}
STOPSIGNAL SIGTERM
# The base image has bash, and neither curl nor wget.
HEALTHCHECK --interval=2s --timeout=5s --start-period=60s --retries=15 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${MANAGEMENT_SERVER_PORT:-$SERVER_PORT} && printf 'GET /actuator/health/readiness HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && read -r -t 4 _ status _ <&3 && [ \"$status\" = 200 ]"]
# The cache serves compressed pointers alone, which the JVM gives up where 60 % of the memory are more than 32 GB, unless
# they are asked for.
ENTRYPOINT ["java", "-XX:+IgnoreUnrecognizedVMOptions", "-XX:AOTCache=application.aot", "-XX:+UseCompressedOops", "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", "-jar", "application.jar"]
