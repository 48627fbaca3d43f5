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
		weave(instrumentation, chosen.className, chosen.method, chosen.adviceName);
	}

	/**
	 * Weaves an advice into a method of a service.
	 * @param advice the name of its class: the agent must not load classes that only a
	 * service has
	 */
	public static void weave(Instrumentation instrumentation, String className, String method, String advice) {
		ClassFileLocator advices = ClassFileLocator.ForClassLoader.of(Saboteur.class.getClassLoader());
		new AgentBuilder.Default().type(ElementMatchers.named(className))
			.transform(
					(builder, type, loader, module,
							domain) -> builder.visit(Advice
								.to(new TypePool.Default(new TypePool.CacheProvider.Simple(),
										new ClassFileLocator.Compound(advices,
												ClassFileLocator.ForClassLoader.of(loader)),
										TypePool.Default.ReaderMode.FAST)
									.describe(advice)
									.resolve(), advices)
								.on(ElementMatchers.hasMethodName(method))))
			.installOn(instrumentation);
	}

	/**
	 * Returns the option of {@code java} that sabotages a process.
	 */
	public static String javaOption(Sabotage sabotage) {
		return "-javaagent:" + jar("saboteur", Saboteur.class, List.of("Saboteur", "Sabotage", "SharedNumberAdvice",
				"RandomIdAdvice", "IgnoredConflictAdvice", "LostBatchAdvice")) + "=" + sabotage.name();
	}

	/**
	 * Makes the jar of an agent.
	 * @param types the names of its classes, in this package
	 */
	static Path jar(String name, Class<?> agent, List<String> types) {
		Manifest manifest = new Manifest();
		manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
		manifest.getMainAttributes().putValue("Premain-Class", agent.getName());
		try {
			manifest.getMainAttributes()
				.put(Attributes.Name.CLASS_PATH,
						AgentBuilder.class.getProtectionDomain().getCodeSource().getLocation().toURI().toString());
			Path file = Path.of("target", name + ".jar").toAbsolutePath();
			try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
				for (String type : types) {
					String entry = "io/github/enrol/system/sabotage/" + type + ".class";
					jar.putNextEntry(new JarEntry(entry));
					try (InputStream in = Saboteur.class.getClassLoader().getResourceAsStream(entry)) {
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
