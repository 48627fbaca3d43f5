/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system.sabotage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.instrument.Instrumentation;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.matcher.ElementMatchers;
import net.bytebuddy.pool.TypePool;

/**
 * The Java agent that breaks a service at its start, so that the services contain no
 * trace of it.
 */
public final class Saboteur {

	private Saboteur() {
	}

	/**
	 * Called by the JVM.
	 * @param sabotage the name of a {@link Sabotage}
	 */
	public static void premain(String sabotage, Instrumentation instrumentation) {
		Sabotage chosen = Sabotage.valueOf(sabotage);
		ClassFileLocator advice = ClassFileLocator.ForClassLoader.of(Saboteur.class.getClassLoader());
		new AgentBuilder.Default().type(ElementMatchers.named(chosen.className))
			.transform(
					(builder, type, loader, module,
							domain) -> builder.visit(Advice
								.to(new TypePool.Default(new TypePool.CacheProvider.Simple(),
										new ClassFileLocator.Compound(advice,
												ClassFileLocator.ForClassLoader.of(loader)),
										TypePool.Default.ReaderMode.FAST)
									.describe(chosen.adviceName)
									.resolve(), advice)
								.on(ElementMatchers.hasMethodName(chosen.method))))
			.installOn(instrumentation);
	}

	/**
	 * Returns the option of {@code java} that sabotages a process.
	 */
	public static String javaOption(Sabotage sabotage) {
		return "-javaagent:" + jar() + "=" + sabotage.name();
	}

	private static Path jar() {
		Manifest manifest = new Manifest();
		manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
		manifest.getMainAttributes().putValue("Premain-Class", Saboteur.class.getName());
		try {
			manifest.getMainAttributes()
				.put(Attributes.Name.CLASS_PATH,
						AgentBuilder.class.getProtectionDomain().getCodeSource().getLocation().toURI().toString());
			Path file = Path.of("target", "saboteur.jar").toAbsolutePath();
			try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
				for (String type : List.of("Saboteur", "Sabotage", "SharedNumberAdvice", "RandomIdAdvice",
						"IgnoredConflictAdvice", "LostBatchAdvice")) {
					String name = "io/github/enrol/system/sabotage/" + type + ".class";
					jar.putNextEntry(new JarEntry(name));
					try (InputStream in = Saboteur.class.getClassLoader().getResourceAsStream(name)) {
						in.transferTo(jar);
					}
				}
			}
			return file;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
