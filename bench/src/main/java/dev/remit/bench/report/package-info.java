/** What a run found, as tables, plots and goals; written as Markdown, SVG and JSON, and held against another run's. */
@NullMarked
package dev.remit.bench.report;

import org.jspecify.annotations.NullMarked;
