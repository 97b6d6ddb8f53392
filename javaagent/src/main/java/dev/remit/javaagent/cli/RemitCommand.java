package dev.remit.javaagent.cli;
import java.io.PrintWriter;
public final class RemitCommand { private RemitCommand(){} public static int run(String[] a, PrintWriter o, PrintWriter e){ return 0; } }
