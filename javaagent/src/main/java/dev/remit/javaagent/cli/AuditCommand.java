package dev.remit.javaagent.cli;

import picocli.CommandLine.Command;

/** The commands that read journals. */
@Command(
        name = "audit",
        description = "Reads the journal that the guard writes, while the application runs too. Changes nothing.",
        subcommands = {
            AuditPrintCommand.class,
            AuditTailCommand.class,
            AuditTraceCommand.class,
            AuditStatsCommand.class,
            AuditExportCommand.class,
            AuditVerifyCommand.class,
            AuditReceiptCommand.class,
            AuditVerifyReceiptCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = RemitCommand.EXIT_HEADING,
        exitCodeList = {
            "0:done",
            "1:some of the journal is damaged, or was tampered with",
            "2:the command line is wrong, or the folder can't be read"
        },
        footerHeading = RemitCommand.EXAMPLES_HEADING,
        footer = {
            "  java -jar remit.jar audit print ./remit-audit",
            "  java -jar remit.jar audit tail -f --verdict deny ./remit-audit",
            "  java -jar remit.jar audit trace refund-18ab ./remit-audit",
            "  java -jar remit.jar audit stats --since 1d ./remit-audit",
            "  java -jar remit.jar audit export --format csv -o calls.csv ./remit-audit",
            "  java -jar remit.jar audit verify ./remit-audit"
        })
final class AuditCommand {}
