package dev.remit.javaagent.cli;

import dev.remit.cedar.cases.CaseResult;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/** Writes results as build servers read them: a suite a case file, a test a request. */
final class JUnitReport {
    private final XMLStreamWriter xml;

    private JUnitReport(XMLStreamWriter xml) {
        this.xml = xml;
    }

    static void write(List<CaseResult> results, Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out);
            new JUnitReport(xml).suites(results);
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException(file + " can't be written (" + e.getMessage() + ")", e);
        }
    }

    private void suites(List<CaseResult> results) throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeStartElement("testsuites");
        for (CaseResult result : results) {
            String name = result.file().source().name();
            int failures = result.failures() + (result.failure() == null ? 0 : 1);
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", text(name));
            xml.writeAttribute("tests", String.valueOf(result.requests().size() + 1));
            xml.writeAttribute("failures", String.valueOf(failures));
            test(name, "policies", result.failure());
            for (CaseResult.RequestResult request : result.requests()) {
                test(name, request.request().description(), request.failure());
            }
            xml.writeEndElement();
        }
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private void test(String file, String name, @Nullable String failure) throws XMLStreamException {
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", text(file));
        xml.writeAttribute("name", text(name));
        if (failure != null) {
            xml.writeStartElement("failure");
            xml.writeAttribute("message", text(failure.lines().findFirst().orElse("")));
            xml.writeCharacters(text(failure));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    /** What XML 1.0 has no character for becomes a question mark. */
    private static String text(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            boolean allowed =
                    c == '\t' || c == '\n' || (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c != 0xFFFE && c != 0xFFFF);
            out.appendCodePoint(allowed ? c : '?');
        });
        return out.toString();
    }
}
