package org.qantara.tests.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

/** Who may use whom: the poms say it first, this says it for what comes in through somebody else's dependencies. */
@AnalyzeClasses(packages = "org.qantara", importOptions = ImportOption.DoNotIncludeTests.class)
class ArrowsTest {
    @ArchTest
    static final ArchRule mapping_is_a_plain_library = noClasses()
            .that()
            .resideInAPackage("org.qantara.mapping..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.qantara.engine..",
                    "org.qantara.dpp..",
                    "org.qantara.app..",
                    "org.qantara.connectors..",
                    "org.springframework..",
                    "org.apache.camel..",
                    "jakarta.jms..",
                    "org.apache.activemq..",
                    "java.sql..",
                    "javax.sql..");

    @ArchTest
    static final ArchRule the_engine_knows_no_dpp_and_no_connector = noClasses()
            .that()
            .resideInAPackage("org.qantara.engine..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.qantara.dpp..", "org.qantara.app..", "org.qantara.connectors..", "org.springframework..");

    @ArchTest
    static final ArchRule the_dpp_knows_no_engine_and_no_camel = noClasses()
            .that()
            .resideInAPackage("org.qantara.dpp..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.qantara.engine..",
                    "org.qantara.mapping..",
                    "org.qantara.app..",
                    "org.qantara.connectors..",
                    "org.apache.camel..",
                    "org.springframework.boot..");

    @ArchTest
    static final ArchRule connectors_know_no_engine_and_no_fhir = noClasses()
            .that()
            .resideInAPackage("org.qantara.connectors..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.qantara.engine..",
                    "org.qantara.mapping..",
                    "org.qantara.dpp..",
                    "org.qantara.app..",
                    "ca.uhn.fhir..",
                    "org.hl7.fhir..",
                    "org.springframework..");

    @ArchTest
    static final ArchRule connectors_do_not_know_each_other = SlicesRuleDefinition.slices()
            .matching("org.qantara.connectors.(*)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule nothing_deserializes_java_objects =
            noClasses().should().dependOnClassesThat().haveFullyQualifiedName("java.io.ObjectInputStream");

    @ArchTest
    static final ArchRule names_say_what_a_class_does = classes()
            .that()
            .resideInAPackage("org.qantara..")
            .should()
            .haveSimpleNameNotEndingWith("Manager")
            .andShould()
            .haveSimpleNameNotEndingWith("Helper")
            .andShould()
            .haveSimpleNameNotEndingWith("Util")
            .andShould()
            .haveSimpleNameNotEndingWith("Utils")
            .andShould()
            .haveSimpleNameNotEndingWith("Impl")
            .andShould()
            .haveSimpleNameNotStartingWith("Abstract");
}
