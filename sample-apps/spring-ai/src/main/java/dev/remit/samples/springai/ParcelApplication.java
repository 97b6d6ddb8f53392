package dev.remit.samples.springai;

import dev.remit.samples.parcel.ParcelWorld;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Map;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;

/** The application; its model and its parcel service run beside it, on ports that are known when it starts. */
@SpringBootApplication
public class ParcelApplication {

    public static void main(String[] args) throws IOException {
        try (ParcelWorld world = ParcelWorld.start()) {
            SpringApplication application = new SpringApplication(ParcelApplication.class);
            application.setDefaultProperties(
                    Map.of("spring.ai.openai.base-url", world.modelUrl(), "parcels.url", world.parcelsUrl()));
            application.run(args).close();
        }
    }

    /** Says how long the start took, counted from the JVM's own start. */
    @EventListener(ApplicationStartedEvent.class)
    void ready() {
        System.out.println("ready after " + ManagementFactory.getRuntimeMXBean().getUptime() + " ms");
    }

    @Bean
    CommandLineRunner conversation(ParcelAgent agent) {
        return args -> {
            System.out.println("asked: " + ParcelWorld.QUESTION);
            System.out.println("answer: " + agent.answer(ParcelWorld.QUESTION));
        };
    }
}
