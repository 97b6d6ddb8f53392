package dev.remit.javaagent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The directions in which the javaagent depends; the architecture's picture, held. */
@AnalyzeClasses(packages = "dev.remit", importOptions = ImportOption.DoNotIncludeTests.class)
class DependencyTest {
    private static final String AGENT = "dev.remit.javaagent";

    @ArchTest
    static final ArchRule coreKnowsNothingOfTheJavaagent = noClasses()
            .that()
            .resideInAnyPackage("dev.remit.engine..", "dev.remit.cedar..", "dev.remit.api..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(AGENT + "..", "net.bytebuddy..", "picocli..");

    @ArchTest
    static final ArchRule weavingKnowsNoHook = noClasses()
            .that()
            .resideInAPackage(AGENT + ".weave")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(AGENT + ".hooks..", AGENT + ".enforce..", AGENT + ".premain..", AGENT + ".cli..");

    @ArchTest
    static final ArchRule theEnforcementPointKnowsNoHook = noClasses()
            .that()
            .resideInAPackage(AGENT + ".enforce")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    AGENT + ".hooks..",
                    AGENT + ".premain..",
                    AGENT + ".cli..",
                    "dev.remit.cedar.parse..",
                    "dev.remit.cedar.compile..",
                    "dev.remit.cedar.eval..",
                    "dev.remit.cedar.entity..",
                    "net.bytebuddy..",
                    "dev.langchain4j..",
                    "org.springframework..");

    /** A room of the enforcement point knows those below it alone: a change in one is read from there downwards. */
    @ArchTest
    static final ArchRule theEnforcementPointsRoomsKnowNoOneAbove = SlicesRuleDefinition.slices()
            .assignedFrom(new SliceAssignment() {
                @Override
                public SliceIdentifier getIdentifierOf(JavaClass type) {
                    return type.getPackageName().equals(AGENT + ".enforce")
                            ? SliceIdentifier.of(topLevel(type).getSimpleName())
                            : SliceIdentifier.ignore();
                }

                @Override
                public String getDescription() {
                    return "rooms of the enforcement point";
                }
            })
            .should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule hooksAskTheEnforcementPointAlone = noClasses()
            .that()
            .resideInAPackage(AGENT + ".hooks..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    AGENT + ".premain..",
                    AGENT + ".cli..",
                    "dev.remit.cedar..",
                    "dev.remit.engine.policy..",
                    "dev.remit.engine.audit.journal..",
                    "dev.remit.engine.audit.ring..",
                    "dev.remit.engine.audit.record..");

    /** A hook is a folder: it can be taken away without a word to another. */
    @ArchTest
    static final ArchRule hooksDoNotKnowOneAnother = SlicesRuleDefinition.slices()
            .matching(AGENT + ".hooks.(*)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule theCommandLineKnowsTheCoreOnly = noClasses()
            .that()
            .resideInAPackage(AGENT + ".cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(AGENT + ".enforce..", AGENT + ".hooks..", AGENT + ".weave..", "net.bytebuddy..");

    @ArchTest
    static final ArchRule onlyTheCommandLineKnowsPicocli = noClasses()
            .that()
            .resideOutsideOfPackage(AGENT + ".cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..");

    @Test
    void gateKnowsJavaLangOnly() {
        final JavaClasses gate = new ClassFileImporter().importPath(Path.of("target/gate"));
        assertThat(gate)
                .extracting(type -> type.getFullName())
                .contains("java.lang.RemitGate", "java.lang.RemitEngine");
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAPackage("java.lang")
                .check(gate);
    }

    private static JavaClass topLevel(JavaClass type) {
        return type.getEnclosingClass().map(DependencyTest::topLevel).orElse(type);
    }
}
