package io.github.enrol.system;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;

import io.github.enrol.embedded.EmbeddedDatabase;
import io.github.enrol.embedded.EmbeddedKafka;
import io.github.enrol.embedded.Ports;

/**
 * A broker or a database as a process of its own, so that it can be killed.
 */
final class BackendProcess extends ManagedProcess {

	private final int port;

	private BackendProcess(String kind, Path directory, int port) {
		super(kind, List.of("-cp", System.getProperty("java.class.path"), BackendProcess.class.getName(), kind,
				directory.toString(), Integer.toString(port)));
		this.port = port;
	}

	static BackendProcess kafka(Path directory) {
		return new BackendProcess("kafka", directory, Ports.free());
	}

	static BackendProcess mariaDb(Path directory) {
		return new BackendProcess("mariadb", directory, Ports.free());
	}

	int port() {
		return this.port;
	}

	@Override
	boolean isReady() {
		try (Socket socket = new Socket(Ports.LOOPBACK, this.port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Runs in the process: starts the server and keeps it until a signal.
	 * @param args kind, data directory, port
	 */
	public static void main(String[] args) throws InterruptedException {
		Path directory = Path.of(args[1]);
		int port = Integer.parseInt(args[2]);
		AutoCloseable server;
		if (args[0].equals("kafka")) {
			EmbeddedKafka kafka = new EmbeddedKafka(directory, port);
			kafka.start();
			server = kafka;
		}
		else {
			EmbeddedDatabase database = new EmbeddedDatabase(directory, Path.of("target", "mariadb"), port);
			database.start();
			server = database;
		}
		Runtime.getRuntime().addShutdownHook(new Thread(() -> {
			try {
				server.close();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}));
		Thread.currentThread().join();
	}

}
