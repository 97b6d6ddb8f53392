package dev.remit.javaagent.cli;

import picocli.CommandLine.Command;

/** The commands that help to write policies. */
@Command(
        name = "policy",
        description = "Suggests, checks and tests Cedar policies.",
        subcommands = {PolicySuggestCommand.class, PolicyCheckCommand.class, PolicyTestCommand.class},
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = RemitCommand.EXIT_HEADING,
        exitCodeList = {
            "0:done, and nothing is wrong",
            "1:a policy has errors, or there is nothing to suggest",
            "2:the command line is wrong, or its input can't be read"
        },
        footerHeading = RemitCommand.EXAMPLES_HEADING,
        footer = {
            "  java -jar remit.jar policy suggest ./remit-audit > agent.cedar",
            "  java -jar remit.jar policy check agent.cedar",
            "  java -jar remit.jar policy test policy-tests"
        })
final class PolicyCommand {}
