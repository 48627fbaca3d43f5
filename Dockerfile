# One image for each service, from the root of the project after ./mvnw package:
# docker build --build-arg SERVICE=command-service --build-arg PORT=8081 .
ARG BASE_IMAGE=eclipse-temurin:25.0.3_9-jre-noble

FROM ${BASE_IMAGE} AS layers
ARG SERVICE
WORKDIR /layers
COPY Dockerfile */target/${SERVICE}-*-exec.jar ./
RUN [ "$(find . -name '*.jar' | wc -l)" = 1 ] || { echo "${SERVICE}/target has no jar, or several: ./mvnw -DskipTests clean package makes it" >&2; exit 1; }
RUN mv ./*.jar application.jar && java -Djarmode=tools -jar application.jar extract --layers --destination extracted

FROM ${BASE_IMAGE}
RUN groupadd --system --gid 10001 enrol && useradd --system --uid 10001 --gid enrol --no-create-home enrol \
    && install -d -o enrol -g enrol /var/lib/enrol
WORKDIR /application
# What changes least comes first.
COPY --from=layers /layers/extracted/dependencies/ ./
COPY --from=layers /layers/extracted/snapshot-dependencies/ ./
COPY --from=layers /layers/extracted/application/ ./
# Loads and links the classes ahead of time (JEP 514, JDK 25), without connecting to anything: benchmarks/README.md says
# what it saves at each start.
RUN java -XX:+IgnoreUnrecognizedVMOptions -XX:+UseCompressedOops -XX:AOTCacheOutput=application.aot -Dspring.context.exit=onRefresh \
    -jar application.jar >/dev/null
USER 10001:10001
# Only the command-service has state: that of Kafka Streams. It can be rebuilt from Kafka; a volume here spares the time.
ENV SPRING_KAFKA_STREAMS_STATEDIR=/var/lib/enrol
ARG PORT
ENV SERVER_ADDRESS=0.0.0.0 SERVER_PORT=${PORT}
EXPOSE ${PORT}
STOPSIGNAL SIGTERM
# The base image has bash, and neither curl nor wget.
HEALTHCHECK --interval=2s --timeout=5s --start-period=60s --retries=15 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${MANAGEMENT_SERVER_PORT:-$SERVER_PORT} && printf 'GET /actuator/health/readiness HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && read -r -t 4 _ status _ <&3 && [ \"$status\" = 200 ]"]
# The cache serves compressed pointers alone, which the JVM gives up where 60 % of the memory are more than 32 GB, unless
# they are asked for.
ENTRYPOINT ["java", "-XX:+IgnoreUnrecognizedVMOptions", "-XX:AOTCache=application.aot", "-XX:+UseCompressedOops", "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", "-jar", "application.jar"]
