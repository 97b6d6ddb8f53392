package dev.remit.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The directions in which the guard's core depends; the architecture's picture, held. */
@AnalyzeClasses(packages = "dev.remit", importOptions = ImportOption.DoNotIncludeTests.class)
class DependencyTest {
    @ArchTest
    static final ArchRule auditKnowsNoCedar = noClasses()
            .that()
            .resideInAPackage("dev.remit.engine.audit..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.remit.cedar..", "dev.remit.engine.policy..");

    @ArchTest
    static final ArchRule theDecisionPointKnowsNoJournal = noClasses()
            .that()
            .resideInAPackage("dev.remit.engine.policy")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.remit.engine.audit..");

    @ArchTest
    static final ArchRule cedarKnowsNothingOfRemit = classes()
            .that()
            .resideInAPackage("dev.remit.cedar..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.remit.cedar..", "java..", "org.jspecify..", "com.fasterxml.jackson.core..");

    @ArchTest
    static final ArchRule evaluationKnowsNoText = noClasses()
            .that()
            .resideInAPackage("dev.remit.cedar.eval")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.remit.cedar.parse", "dev.remit.cedar.compile");

    @ArchTest
    static final ArchRule coreKnowsNoWeavingCommandLineOrFramework = classes()
            .that()
            .resideInAPackage("dev.remit.engine..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.remit.engine..",
                    "dev.remit.cedar..",
                    "java..",
                    "javax.net.ssl..",
                    "sun.misc..",
                    "org.jspecify..",
                    "org.agrona..",
                    "net.openhft..",
                    "com.fasterxml.jackson.core..",
                    "com.google.re2j..",
                    "io.spiffe..",
                    "io.grpc..",
                    "com.google.protobuf..",
                    "com.nimbusds..");

    @ArchTest
    static final ArchRule identityAloneKnowsTheWorkloadApi = noClasses()
            .that()
            .resideOutsideOfPackages("dev.remit.engine.identity..", "dev.remit.samples..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.spiffe..", "io.grpc..", "com.google.protobuf..");

    @ArchTest
    static final ArchRule delegationAloneKnowsTokens = noClasses()
            .that()
            .resideOutsideOfPackages("dev.remit.engine.delegation..", "dev.remit.samples..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.nimbusds..");

    @ArchTest
    static final ArchRule identityKnowsNobodyWhoAsksIt = noClasses()
            .that()
            .resideInAPackage("dev.remit.engine.identity..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.remit.cedar..",
                    "dev.remit.engine.audit..",
                    "dev.remit.engine.policy..",
                    "dev.remit.engine.session..");

    @ArchTest
    static final ArchRule theRecordsFormatKnowsNoChronicle = noClasses()
            .that()
            .resideInAnyPackage("dev.remit.engine.audit.record..", "dev.remit.engine.audit.redact..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("net.openhft..", "dev.remit.engine.audit.journal..");
}
