package dev.remit.javaagent.cli;

import picocli.CommandLine.Command;

/** The commands that help to write policies. */
@Command(
        name = "policy",
        description = "Suggests, checks, tests, explains, lists and formats Cedar policies.",
        subcommands = {
            PolicySuggestCommand.class,
            PolicyCheckCommand.class,
            PolicyTestCommand.class,
            PolicyExplainCommand.class,
            PolicyListCommand.class,
            PolicyFormatCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = RemitCommand.EXIT_HEADING,
        exitCodeList = {
            "0:done, and nothing is wrong",
            "1:a policy has errors, there is nothing to suggest, or a request is refused",
            "2:the command line is wrong, or its input can't be read"
        },
        footerHeading = RemitCommand.EXAMPLES_HEADING,
        footer = {
            "  java -jar remit.jar policy suggest ./remit-audit > agent.cedar",
            "  java -jar remit.jar policy check agent.cedar",
            "  java -jar remit.jar policy test policy-tests",
            "  java -jar remit.jar policy explain --policy agent.cedar --journal ./remit-audit --sequence 42"
        })
final class PolicyCommand {}
