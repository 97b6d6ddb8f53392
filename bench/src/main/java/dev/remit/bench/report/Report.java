package dev.remit.bench.report;

import java.util.List;
import java.util.Map;

/**
 * A run.
 *
 * @param made when, and how thoroughly
 * @param machine what it ran on, fact by fact
 * @param warnings why its figures may be worth little
 */
public record Report(String made, Map<String, String> machine, List<String> warnings, List<Section> sections) {}
