package dev.remit.bench.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.FieldPosition;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnitSource;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.w3c.dom.Document;

/** A plot as a picture of lines and words. */
final class PlotSvg {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 460;
    private static final Font WORDS = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

    /** Told apart by those who see fewer colours, too. */
    private static final Color[] COLOURS = {
        new Color(0x0072B2),
        new Color(0xD55E00),
        new Color(0x009E73),
        new Color(0xCC79A7),
        new Color(0xE69F00),
        new Color(0x56B4E9),
        new Color(0x000000)
    };

    private PlotSvg() {}

    static void write(Plot plot, Path file) throws IOException {
        final SVGGraphics2D graphics = new SVGGraphics2D(document());
        chart(plot).draw(graphics, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT));
        try (Writer out = Files.newBufferedWriter(file)) {
            graphics.stream(out, true);
        }
    }

    private static Document document() throws IOException {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument("http://www.w3.org/2000/svg", "svg", null);
        } catch (ParserConfigurationException e) {
            throw new IOException("this JDK makes no XML documents", e);
        }
    }

    private static JFreeChart chart(Plot plot) {
        final boolean percentiles = plot.x().scale() == Plot.Scale.PERCENTILE;
        final XYSeriesCollection curves = new XYSeriesCollection();
        final XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, !percentiles);
        for (Plot.Curve curve : plot.curves()) {
            final XYSeries series = new XYSeries(curve.name());
            for (int i = 0; i < curve.xs().size(); i++) {
                final double x = curve.xs().get(i);
                series.add(percentiles ? room(x) : x, curve.ys().get(i).doubleValue());
            }
            renderer.setSeriesPaint(curves.getSeriesCount(), COLOURS[curves.getSeriesCount() % COLOURS.length]);
            renderer.setSeriesStroke(curves.getSeriesCount(), new BasicStroke(2));
            curves.addSeries(series);
        }
        final XYPlot area = new XYPlot(curves, axis(plot.x()), axis(plot.y()), renderer);
        area.setBackgroundPaint(Color.WHITE);
        area.setDomainGridlinePaint(Color.LIGHT_GRAY);
        area.setRangeGridlinePaint(Color.LIGHT_GRAY);
        area.setOutlineVisible(false);
        final JFreeChart chart = new JFreeChart(plot.title(), WORDS.deriveFont(Font.BOLD, 14), area, true);
        chart.setBackgroundPaint(Color.WHITE);
        chart.getLegend().setPosition(RectangleEdge.BOTTOM);
        chart.getLegend().setItemFont(WORDS);
        return chart;
    }

    private static ValueAxis axis(Plot.Axis of) {
        final ValueAxis axis;
        if (of.scale() == Plot.Scale.LINEAR) {
            final NumberAxis linear = new NumberAxis(of.label());
            linear.setAutoRangeIncludesZero(true);
            axis = linear;
        } else {
            final LogAxis log = new LogAxis(of.label());
            log.setBase(10);
            log.setStandardTickUnits(new NumberTickUnitSource(true, words(of.scale())));
            log.setNumberFormatOverride(words(of.scale()));
            axis = log;
        }
        axis.setLabelFont(WORDS);
        axis.setTickLabelFont(WORDS);
        return axis;
    }

    /** Where a percentile stands: 90 at 10, 99 at 100, 99.9 at 1,000. */
    private static double room(double percentile) {
        return 100 / (100 - percentile);
    }

    private static DecimalFormat words(Plot.Scale scale) {
        final DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(Locale.ROOT);
        return scale != Plot.Scale.PERCENTILE
                ? new DecimalFormat("#,##0.###", symbols)
                : new DecimalFormat("0.#### '%'", symbols) {
                    @Override
                    public StringBuffer format(double room, StringBuffer out, FieldPosition position) {
                        return super.format(100 - 100 / room, out, position);
                    }
                };
    }
}
