package org.qantara.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.qantara.tests.process.Stack;

/** An operator logs in to the console and sees the facilities' routes. */
class ConsoleIT {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path PICTURES = Path.of("target/pictures");

    private static Playwright playwright;
    private static Browser browser;
    private static Stack stack;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Files.isExecutable(CHROMIUM), "Chromium is not installed (Debian: apt install chromium)");
        assumeTrue(
                ConsoleIT.class.getClassLoader().getResource("driver") != null,
                "Playwright's driver is not on the class path: ./mvnw verify -Pbrowser");
        stack = Stack.shared();
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
        Files.createDirectories(PICTURES);
    }

    @AfterAll
    static void stop() {
        if (playwright != null) playwright.close();
    }

    private static Page open(String path) {
        BrowserContext context = browser.newContext(
                new Browser.NewContextOptions().setViewportSize(1280, 800).setLocale("en-GB"));
        Page page = context.newPage();
        page.navigate(stack.running().settings().httpBase() + path);
        return page;
    }

    private static void logIn(Page page, String password) {
        page.fill("#username", "operator");
        page.fill("#password", password);
        page.click("button[type=submit]");
    }

    @Test
    void an_operator_logs_in_and_sees_the_routes() {
        try (Page page = open("/console")) {
            assertThat(page).hasTitle("Qantara console");
            page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve("login.png")));
            logIn(page, Stack.OPERATOR_PASSWORD);
            page.waitForURL("**/actuator/hawtio/**");
            page.navigate(stack.running().settings().httpBase() + "/actuator/hawtio/camel");
            page.setDefaultTimeout(60_000);
            page.getByText("CHU-RABAT").first().waitFor();
            page.getByText("Route Diagram").first().waitFor();
            assertThat(page.getByText("CHU-RABAT").first()).isVisible();
            assertThat(page.getByText("LAB-FES-01").first()).isVisible();
            page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve("routes.png")));
        }
    }

    @Test
    void a_wrong_password_is_told_in_the_language_of_the_page() {
        try (Page page = open("/login?lang=ar")) {
            assertThat(page.locator("html")).hasAttribute("dir", "rtl");
            logIn(page, "wrong");
            assertThat(page.locator(".notice")).not().isEmpty();
            page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve("login-wrong.png")));
        }
    }
}
