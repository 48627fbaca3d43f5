package io.github.enrol.query;

import java.util.Map;

import javax.sql.DataSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.jdbc.health.DataSourceHealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.data.jdbc.core.dialect.JdbcDialect;
import org.springframework.data.jdbc.core.dialect.JdbcMySqlDialect;

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

	/**
	 * A database without the tables that the projector creates is of no use yet.
	 */
	@Bean
	DataSourceHealthIndicator dbHealthContributor(DataSource dataSource) {
		return new DataSourceHealthIndicator(dataSource, "SELECT COUNT(*) FROM projection_cursor");
	}

	/**
	 * Given, since Spring Data would ask the database, and could not start without it.
	 * What is used of it here is the same for MySQL and MariaDB.
	 */
	@Bean
	JdbcDialect jdbcDialect() {
		return JdbcMySqlDialect.INSTANCE;
	}

}
