package io.github.enrol.query;

import java.util.Map;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/**
 * Serves the read model.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
public class QueryServiceApplication {

	public static void main(String[] args) {
		application().run(args);
	}

	/**
	 * The service, ready to run. Its packaged configuration has a name of its own, so
	 * that several services fit on one class path; {@code application.*} outside of it,
	 * and every other source of properties, still overrides it.
	 */
	public static SpringApplication application() {
		SpringApplication application = new SpringApplication(QueryServiceApplication.class);
		application.setDefaultProperties(Map.of("spring.config.name", "application,query-service"));
		return application;
	}

}
