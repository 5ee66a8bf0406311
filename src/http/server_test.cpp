#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/internal/faces_for_test.hpp"
#include "http/internal/raw_client_for_test.hpp"
#include "http/server.hpp"

namespace guildhall::http {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;

/// Handlers wait at it until the test opens it.
class Gate {
public:
    void wait() {
        std::unique_lock lock(mutex_);
        ++waiting_;
        changed_.notify_all();
        changed_.wait(lock, [this] { return open_; });
    }
    void open() {
        const std::lock_guard lock(mutex_);
        open_ = true;
        changed_.notify_all();
    }
    void wait_for_waiting(int count) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this, count] { return waiting_ >= count; });
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    int waiting_ = 0;
    bool open_ = false;
};

class ServerTest : public ::testing::Test {
protected:
    std::vector<Route> routes() {
        const Handler describe = [](const Request& request, const Caller&) -> base::Result<Response> {
            std::string text = fmt::format("path={} body={}", request.path, request.body);
            for (const auto& [name, value] : request.query.entries()) text += fmt::format(" query:{}={}", name, value);
            for (const auto& [name, value] : request.form.entries()) text += fmt::format(" form:{}={}", name, value);
            for (const UploadedFile& file : request.files)
                text += fmt::format(" file:{}={}:{}", file.field, file.file_name, file.body.size());
            return Response::text(text + " from=" + request.remote_address, "text/plain");
        };
        return {
            {Method::get, "/hello", Access::anyone, says("hello")},
            {Method::get, "/show/{rest*}", Access::anyone, describe},
            {Method::post, "/show", Access::anyone, describe},
            {Method::post, "/upload", Access::anyone, describe, {1024 * 1024, Pool::general}},
            {Method::get, "/big", Access::anyone, says(std::string(3'000'000, 'x'))},
            {Method::get, "/page", Access::anyone, says(std::string(5000, 'p'))},
            {Method::get, "/wait", Access::anyone,
             [this](const Request&, const Caller&) -> base::Result<Response> {
                 gate.wait();
                 return Response::html("waited");
             }},
            {Method::post,
             "/hash",
             Access::anyone,
             [this](const Request&, const Caller&) -> base::Result<Response> {
                 gate.wait();
                 return Response::html("hashed");
             },
             {1024, Pool::passwords}},
            {Method::get, "/splits", Access::anyone,
             [](const Request&, const Caller&) -> base::Result<Response> {
                 Response response = Response::html("x");
                 response.headers.add("X-Name", "a\r\nSet-Cookie: b=c");
                 return response;
             }},
            {Method::get, "/cookie", Access::anyone,
             [](const Request& request, const Caller&) -> base::Result<Response> {
                 Response response = Response::html(request.cookies.count("a") > 0 ? request.cookies.at("a") : "none");
                 response.cookies.push_back({"a", "b", 60s, SameSite::strict});
                 return response;
             }},
            {Method::get, "/empty", Access::anyone,
             [](const Request&, const Caller&) -> base::Result<Response> {
                 return Response::text("ignored", "text/plain", 204);
             }},
        };
    }
    void start(ServerOptions options = {}, const std::string& origin = "http://localhost:8080") {
        faces = std::make_unique<TestRouter>(routes(), origin);
        auto started = start_server(options, faces->router, faces->log, clock);
        ASSERT_TRUE(started) << started.error().detail.text;
        server = *std::move(started);
        port = server->port();
    }
    RawResponse ask(std::string_view bytes) { return RawClient(port).ask(bytes); }
    RawResponse get(std::string_view path, std::string_view headers = "") {
        return ask(fmt::format("GET {} HTTP/1.1\r\nHost: x\r\n{}\r\n", path, headers));
    }
    static std::string post(
        std::string_view path, std::string_view type, std::string_view body, std::string_view headers = ""
    ) {
        return fmt::format(
            "POST {} HTTP/1.1\r\nHost: x\r\nContent-Type: {}\r\nContent-Length: {}\r\n{}\r\n{}", path, type,
            body.size(), headers, body
        );
    }

    Gate gate;
    base::ManualClock clock{base::from_micros(1'795'338'665'000'000)};
    std::unique_ptr<TestRouter> faces;
    std::unique_ptr<Server> server;
    std::uint16_t port = 0;
};

TEST_F(ServerTest, AnswersAndKeepsTheConnection) {
    start();
    RawClient client(port);
    for (int i = 0; i < 3; ++i) {
        const RawResponse response = client.ask("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
        EXPECT_EQ(response.status, 200);
        EXPECT_EQ(response.body, "hello");
        EXPECT_TRUE(response.has("Connection: keep-alive"));
        EXPECT_TRUE(response.has("Date: Sun, 22 Nov 2026 09:11:05 GMT"));
        EXPECT_TRUE(response.has("Content-Security-Policy: default-src 'none'"));
    }
    EXPECT_TRUE(client.ask("GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").has("Connection: close"));
    EXPECT_TRUE(client.at_end());
}

TEST_F(ServerTest, Http10ClosesUnlessAskedToKeep) {
    start();
    RawClient client(port);
    EXPECT_TRUE(client.ask("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").has("Connection: keep-alive"));
    EXPECT_EQ(client.ask("GET /hello HTTP/1.0\r\n\r\n").body, "hello");
    EXPECT_TRUE(client.at_end());
}

TEST_F(ServerTest, PipelinedRequestsAreAnsweredInOrder) {
    start();
    RawClient client(port);
    std::string all;
    for (int i = 0; i < 50; ++i) all += fmt::format("GET /show/{} HTTP/1.1\r\nHost: x\r\n\r\n", i);
    all += post("/show", "text/plain", "last");
    ASSERT_TRUE(client.send(all));
    for (int i = 0; i < 50; ++i) EXPECT_THAT(client.receive().body, HasSubstr(fmt::format("path=/show/{} ", i)));
    EXPECT_THAT(client.receive().body, HasSubstr("body=last"));
}

TEST_F(ServerTest, HeadHasTheLengthAndNoBody) {
    start();
    RawClient client(port);
    client.send("HEAD /hello HTTP/1.1\r\nHost: x\r\n\r\nGET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_TRUE(client.receive(true).has("Content-Length: 5"));
    EXPECT_EQ(client.receive().body, "hello");
    const RawResponse empty = client.ask("GET /empty HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(empty.status, 204);
    EXPECT_FALSE(empty.has("Content-Length"));
}

TEST_F(ServerTest, ReadsFormsQueriesAndFiles) {
    start();
    EXPECT_THAT(get("/show/a%20b?x=1&y=%C3%A9").body, HasSubstr("path=/show/a b body= query:x=1 query:y=é"));
    EXPECT_THAT(
        ask(post("/show", "application/x-www-form-urlencoded; charset=UTF-8", "a=1+2&b=%26")).body,
        HasSubstr("form:a=1 2 form:b=&")
    );
    const std::string parts =
        "--xyz\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nline\r\n--xyz\r\n"
        "Content-Disposition: form-data; name=\"photo\"; filename=\"tree.jpg\"\r\nContent-Type: "
        "image/jpeg\r\n\r\n\xff\xd8\r\n\r\n--xyz--\r\n";
    EXPECT_THAT(
        ask(post("/show", "multipart/form-data; boundary=xyz", parts)).body,
        HasSubstr("form:note=line file:photo=tree.jpg:4")
    );
    EXPECT_THAT(ask(post("/show", "application/json", "{}")).body, HasSubstr("body={}"));
}

TEST_F(ServerTest, RefusesBodiesThatLie) {
    start();
    EXPECT_EQ(ask(post("/show", "application/x-www-form-urlencoded", "a=%zz")).status, 400);
    EXPECT_EQ(ask(post("/show", "application/x-www-form-urlencoded", "a=%ff")).status, 400);
    EXPECT_EQ(ask(post("/show", "application/x-www-form-urlencoded; charset=utf-16", "a=b")).status, 415);
    EXPECT_EQ(ask(post("/show", "multipart/form-data", "x")).status, 415);
    EXPECT_EQ(ask(post("/show", "multipart/form-data; boundary=xyz", "--xyz\r\n")).status, 400);
    EXPECT_EQ(ask(post("/show", "nonsense", "x")).status, 415);
    EXPECT_EQ(ask(post("/show", "text/plain", "x", "Content-Encoding: gzip\r\n")).status, 415);
    EXPECT_EQ(ask(post("/show", "text/plain", "x", "Content-Type: application/json\r\n")).status, 415);
    EXPECT_THAT(ask(post("/show", "multipart/form-data; boundary=xyz", "x")).body, HasSubstr("invalid_input"))
        << "with the face's page";
}

TEST_F(ServerTest, ChunkedBodiesAreReadAndTheirTrailersIgnored) {
    start();
    const std::string head =
        "POST /show HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: "
        "chunked\r\n\r\n";
    RawClient client(port);
    EXPECT_THAT(
        client.ask(head + "3\r\na=1\r\n4;x=y\r\n&b=2\r\n0\r\nX-Forwarded-For: 9.9.9.9\r\n\r\n").body,
        HasSubstr("form:a=1 form:b=2 from=127.0.0.1")
    );
    EXPECT_THAT(client.ask(head + "0\r\n\r\n").body, HasSubstr("path=/show"));
    EXPECT_EQ(client.ask(head + "zz\r\n").status, 400);
    EXPECT_EQ(ask(head + "3\r\na=1XXYY\r\n0\r\n\r\n").status, 400);
    EXPECT_EQ(ask(head + "FFFFFFFFFFFFFFFFF\r\n").status, 400);
}

TEST_F(ServerTest, AmbiguousFramingIsRefused) {
    start();
    const auto status = [&](std::string_view headers, std::string_view version = "HTTP/1.1") {
        RawClient client(port);
        const RawResponse response = client.ask(fmt::format(
            "POST /show {}\r\nHost: x\r\n{}\r\n0\r\n\r\nGET /hello HTTP/1.1\r\nHost: x\r\n\r\n", version, headers
        ));
        EXPECT_EQ(client.receive().status, 0) << "what follows is not taken for a request: " << headers;
        return response.status;
    };
    EXPECT_EQ(status("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"), 400);
    EXPECT_EQ(status("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"), 400);
    EXPECT_EQ(status("Content-Length: 5\r\nContent-Length: 6\r\n"), 400);
    EXPECT_EQ(status("Content-Length: 5\r\nContent-Length: 5\r\n"), 400);
    EXPECT_EQ(status("Content-Length: 5, 5\r\n"), 400);
    EXPECT_EQ(status("Content-Length: -1\r\n"), 400);
    EXPECT_EQ(status("Content-Length: +5\r\n"), 400);
    EXPECT_EQ(status("Content-Length: 0x5\r\n"), 400);
    EXPECT_EQ(status("Content-Length: 99999999999999999999999\r\n"), 400);
    EXPECT_EQ(status("Transfer-Encoding: gzip, chunked\r\n"), 400);
    EXPECT_EQ(status("Transfer-Encoding: chunked, gzip\r\n"), 400);
    EXPECT_EQ(status("Transfer-Encoding: xchunked\r\n"), 400);
    EXPECT_EQ(status("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), 400);
    EXPECT_EQ(status("Transfer-Encoding : chunked\r\n"), 400);
    EXPECT_EQ(status("Transfer-Encoding\t: chunked\r\n"), 400);
    EXPECT_EQ(status("Transfer-Encoding: chunked\r\n", "HTTP/1.0"), 400);
    EXPECT_EQ(status("Host: y\r\n"), 400);
}

TEST_F(ServerTest, RefusesWhatIsNotHttp) {
    start();
    EXPECT_EQ(ask("GET /hello HTTP/1.1\r\n\r\n").status, 400) << "no Host";
    EXPECT_EQ(ask("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n").status, 400) << "TLS";
    EXPECT_EQ(ask("GET /hello HTTP/2.0\r\nHost: x\r\n\r\n").status, 505);
    EXPECT_EQ(ask("GET  /hello HTTP/1.1\r\nHost: x\r\n\r\n").status, 400);
    EXPECT_EQ(ask("GET /hello\r\n\r\n").status, 400);
    EXPECT_EQ(ask("GET /hello HTTP/1.1\r\nHost: x\r\nBad Name: y\r\n\r\n").status, 400);
    EXPECT_EQ(ask("GET /hello HTTP/1.1\r\nHost: x\r\nA: " + std::string(1, '\0') + "\r\n\r\n").status, 400);
    EXPECT_THAT(ask("GET /hello HTTP/1.1\nHost: x\n\n\r\n\r\n").status, ::testing::AnyOf(400, 505))
        << "bare line feeds";
    EXPECT_EQ(ask("BREW /hello HTTP/1.1\r\nHost: x\r\n\r\n").status, 501);
    EXPECT_EQ(ask("CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n").status, 501);
    EXPECT_EQ(ask("TRACE /hello HTTP/1.1\r\nHost: x\r\n\r\n").status, 501);
    EXPECT_EQ(ask("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n").status, 400);
    EXPECT_EQ(ask("DELETE /hello HTTP/1.1\r\nHost: x\r\n\r\n").status, 405);
    EXPECT_EQ(ask("POST /show HTTP/1.1\r\nHost: x\r\nExpect: miracles\r\nContent-Length: 1\r\n\r\n").status, 417);
}

TEST_F(ServerTest, PathTricksAreRefused) {
    start();
    for (const char* path :
         {"/show/../hello", "/show/%2e%2e/hello", "/show/..%2fhello", "/show/a%2fb", "/show/a%5cb", "/show/a\\b",
          "/show/%00", "/show/%0d%0a", "/show/%ff", "/show/%c0%ae%c0%ae", "/show//a", "//show/a", "/show/./a",
          "/show/%zz", "/show/%2"}) {
        EXPECT_EQ(get(path).status, 400) << path;
    }
    EXPECT_EQ(get("/show/a#b").status, 400);
    EXPECT_THAT(
        ask("GET http://evil.example/show/a?b=c HTTP/1.1\r\nHost: x\r\n\r\n").body,
        HasSubstr("path=/show/a body= query:b=c")
    );
    EXPECT_THAT(get("/show/%2Ehidden...").body, HasSubstr("path=/show/.hidden..."));
    EXPECT_EQ(get("/" + std::string(3000, 'a')).status, 400);
}

TEST_F(ServerTest, HeadersAndBodiesHaveLimits) {
    start();
    EXPECT_EQ(get("/hello", "X: " + std::string(20'000, 'x') + "\r\n").status, 431);
    std::string many;
    for (int i = 0; i < 3000; ++i) many += "A: b\r\n";
    EXPECT_EQ(get("/hello", many).status, 431);
    EXPECT_EQ(get("/hello", many.substr(0, 110 * 6)).status, 431) << "small, but too many";
    EXPECT_EQ(get("/hello", "X: " + std::string(10'000, 'x') + "\r\n").status, 200);

    RawClient declared(port);
    EXPECT_EQ(declared.ask("POST /show HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n").status, 413)
        << "before a byte of it came";
    EXPECT_EQ(ask(post("/show", "text/plain", std::string(1'000'000, 'x'))).status, 413);
    EXPECT_EQ(ask(post("/upload", "text/plain", std::string(1'000'000, 'x'))).status, 200);
    std::string chunks = "POST /show HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (int i = 0; i < 100; ++i) chunks += "400\r\n" + std::string(1024, 'x') + "\r\n";
    EXPECT_EQ(ask(chunks + "0\r\n\r\n").status, 413);
    EXPECT_THAT(ask(chunks + "0\r\n\r\n").body, HasSubstr("too_large")) << "with the face's page";
    EXPECT_EQ(ask(post("/nowhere", "text/plain", std::string(100'000, 'x'))).status, 413);
}

TEST_F(ServerTest, BodiesInMemoryAreBounded) {
    ServerOptions options;
    options.max_bodies_in_memory = 500'000;
    start(options);
    const RawResponse response = ask(post("/upload", "text/plain", std::string(600'000, 'x')));
    EXPECT_EQ(response.status, 503);
    EXPECT_TRUE(response.has("Retry-After"));
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(ask(post("/upload", "text/plain", std::string(400'000, 'x'))).status, 200) << "given back each time";
}

TEST_F(ServerTest, SaysContinueWhenAskedTo) {
    start();
    RawClient client(port);
    client.send("POST /show HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
    EXPECT_EQ(client.receive().status, 100);
    EXPECT_THAT(client.ask("abc").body, HasSubstr("body=abc"));
    EXPECT_EQ(
        client.ask("POST /show HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 9999999\r\n\r\n").status,
        413
    ) << "not 100 first";
}

TEST_F(ServerTest, TruncatedRequestsAreRefused) {
    start();
    RawClient silent(port);
    silent.finish_sending();
    EXPECT_TRUE(silent.at_end());
    for (const char* bytes :
         {"G", "GET /hello HTTP/1.1\r\nHo", "POST /show HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc",
          "POST /show HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"}) {
        RawClient client(port);
        client.send(bytes);
        client.finish_sending();
        EXPECT_EQ(client.receive().status, 400) << bytes;
        EXPECT_TRUE(client.at_end()) << bytes;
    }
    EXPECT_EQ(get("/hello").status, 200);
}

TEST_F(ServerTest, HalfClosedClientsStillGetTheirAnswer) {
    start();
    RawClient client(port);
    client.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
    client.finish_sending();
    EXPECT_EQ(client.receive().status, 200);
}

TEST_F(ServerTest, WhoIsLateWithARequestIsTold) {
    ServerOptions options;
    options.read_timeout = 200ms;
    start(options);
    RawClient slow_head(port);
    RawClient slow_body(port);
    slow_head.send("GET /hello HT");
    slow_body.send("POST /show HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\na");
    for (RawClient* const client : {&slow_head, &slow_body}) {
        const RawResponse late = client->receive();
        EXPECT_EQ(late.status, 408);
        EXPECT_THAT(late.body, HasSubstr("<code>expired</code>"));
        EXPECT_TRUE(client->at_end());
    }
}

TEST_F(ServerTest, SlowClientsAreClosed) {
    ServerOptions options;
    options.read_timeout = 200ms;
    options.idle_timeout = 300ms;
    start(options);
    RawClient idle(port);
    RawClient slow_head(port);
    RawClient slow_body(port);
    slow_head.send("GET /hello HT");
    slow_body.send("POST /show HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\na");
    EXPECT_TRUE(idle.at_end());
    EXPECT_EQ(slow_head.receive().status, 408);
    EXPECT_TRUE(slow_head.at_end());
    EXPECT_EQ(slow_body.receive().status, 408);
    EXPECT_TRUE(slow_body.at_end());
    // One that does not read its answer either.
    RawClient deaf(port);
    for (int i = 0; i < 30; ++i) deaf.send("GET /big HTTP/1.1\r\nHost: x\r\n\r\n");
    std::this_thread::sleep_for(700ms);
    int whole = 0;
    while (deaf.receive().status == 200) ++whole;
    EXPECT_LT(whole, 30);
    EXPECT_EQ(get("/hello").status, 200);
}

TEST_F(ServerTest, ASteadySlowUploadIsLetThrough) {
    ServerOptions options;
    options.read_timeout = 200ms;
    options.least_bytes_per_second = 100;
    start(options);
    RawClient client(port);
    client.send("POST /show HTTP/1.1\r\nHost: x\r\nContent-Length: 200\r\n\r\n");
    for (int i = 0; i < 10; ++i) {
        client.send(std::string(20, 'x'));
        std::this_thread::sleep_for(50ms);
    }
    EXPECT_EQ(client.receive().status, 200);
}

TEST_F(ServerTest, AFullQueueIsAnsweredAtOnce) {
    ServerOptions options;
    options.workers = 1;
    options.queue = 1;
    options.page_language = [](const Request& request) {
        const auto chosen = request.cookies.find("language");
        return chosen == request.cookies.end() ? std::string{"en"} : chosen->second;
    };
    start(options);
    RawClient running(port);
    running.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
    gate.wait_for_waiting(1);
    RawClient first(port);
    RawClient second(port);
    first.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
    second.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
    // One of them has the queue's place; the other, and all that come, are answered while the worker is held.
    RawClient third(port);
    const RawResponse busy = third.ask("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(busy.status, 503);
    EXPECT_TRUE(busy.has("Retry-After: 2"));
    EXPECT_THAT(busy.body, HasSubstr("for a reader of en"));
    const RawResponse welsh = third.ask("GET /hello HTTP/1.1\r\nHost: x\r\nCookie: language=cy\r\n\r\n");
    EXPECT_THAT(welsh.body, HasSubstr("for a reader of cy")) << "each reader's own language";
    gate.open();
    EXPECT_EQ(running.receive().body, "waited");
    const int statuses = first.receive().status + second.receive().status;
    EXPECT_TRUE(statuses == 200 + 503 || statuses == 200 + 200) << statuses;
    EXPECT_EQ(third.ask("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n").status, 200) << "the connection was kept";
}

TEST_F(ServerTest, PasswordsHaveAPoolOfTheirOwn) {
    ServerOptions options;
    options.workers = 1;
    options.password_workers = 1;
    start(options);
    RawClient hashing(port);
    hashing.send(post("/hash", "text/plain", "x"));
    gate.wait_for_waiting(1);
    EXPECT_EQ(get("/hello").status, 200);
    gate.open();
    EXPECT_EQ(hashing.receive().body, "hashed");
}

TEST_F(ServerTest, PagesAreCompressedForThoseWhoTakeIt) {
    start();
    const RawResponse compressed = get("/page", "Accept-Encoding: br, gzip\r\n");
    EXPECT_TRUE(compressed.has("Content-Encoding: gzip"));
    EXPECT_TRUE(compressed.has("Vary: Accept-Encoding"));
    EXPECT_LT(compressed.body.size(), 500u);
    EXPECT_EQ(get("/page").body.size(), 5000u);
    EXPECT_EQ(get("/page", "Accept-Encoding: gzip;q=0\r\n").body.size(), 5000u);
    EXPECT_FALSE(get("/hello", "Accept-Encoding: gzip\r\n").has("Content-Encoding"));
}

TEST_F(ServerTest, CookiesGoBothWays) {
    start({}, "https://example.org");
    const RawResponse response = get("/cookie", "Cookie: x=y; a=value\r\n");
    EXPECT_EQ(response.body, "value");
    EXPECT_TRUE(response.has("Set-Cookie: a=b; Path=/; Max-Age=60; Secure; HttpOnly; SameSite=Strict\r\n"));
}

TEST_F(ServerTest, AHeaderThatWouldSplitTheResponseIsAFault) {
    start();
    const RawResponse response = get("/splits");
    EXPECT_EQ(response.status, 500);
    EXPECT_FALSE(response.has("Set-Cookie"));
}

TEST_F(ServerTest, OnlyTrustedProxiesNameTheClient) {
    start();
    EXPECT_THAT(get("/show/a", "X-Forwarded-For: 1.2.3.4\r\n").body, HasSubstr("from=127.0.0.1"));
    server.reset();
    ServerOptions options;
    options.trusted_proxies = {"127.0.0.1", "10.0.0.1"};
    start(options);
    EXPECT_THAT(
        get("/show/a", "X-Forwarded-For: 6.6.6.6, 1.2.3.4\r\nX-Forwarded-For: 10.0.0.1\r\n").body,
        HasSubstr("from=1.2.3.4")
    );
    EXPECT_THAT(get("/show/a", "X-Forwarded-For: 1.2.3.4, junk\r\n").body, HasSubstr("from=127.0.0.1"));
    EXPECT_THAT(get("/show/a").body, HasSubstr("from=127.0.0.1"));
}

TEST_F(ServerTest, LargeAnswersArriveWhole) {
    start();
    const RawResponse response = get("/big");
    EXPECT_EQ(response.body, std::string(3'000'000, 'x'));
}

TEST_F(ServerTest, ManyConnectionsAtOnce) {
    ServerOptions options;
    options.io_threads = 2;
    options.workers = 8;
    start(options);
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 300; ++i) clients.push_back(std::make_unique<RawClient>(port));
    for (int round = 0; round < 3; ++round) {
        for (const auto& client : clients) ASSERT_TRUE(client->send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n"));
        for (const auto& client : clients) ASSERT_EQ(client->receive().body, "hello");
    }
}

TEST_F(ServerTest, ConnectionsAreBounded) {
    ServerOptions options;
    options.max_connections = 2;
    start(options);
    RawClient first(port);
    auto second = std::make_unique<RawClient>(port);
    EXPECT_EQ(first.ask("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n").status, 200);
    EXPECT_EQ(second->ask("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n").status, 200);
    EXPECT_TRUE(RawClient(port).at_end());
    second.reset();
    int status = 0;
    for (int i = 0; i < 200 && status != 200; ++i) {
        std::this_thread::sleep_for(10ms);
        status = get("/hello").status;
    }
    EXPECT_EQ(status, 200) << "a place came free";
}

TEST_F(ServerTest, StoppingLetsRunningHandlersFinish) {
    start();
    RawClient idle(port);
    EXPECT_EQ(idle.ask("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n").status, 200);
    RawClient running(port);
    running.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
    gate.wait_for_waiting(1);
    std::thread stopper([this] { server.reset(); });
    EXPECT_TRUE(idle.at_end()) << "idle connections go at once";
    gate.open();
    const RawResponse response = running.receive();
    EXPECT_EQ(response.body, "waited");
    EXPECT_TRUE(running.at_end());
    stopper.join();
    EXPECT_FALSE(RawClient(port).connected());
}

TEST_F(ServerTest, StopsUnderLoad) {
    for (int round = 0; round < 5; ++round) {
        ServerOptions options;
        options.io_threads = 2;
        options.workers = 4;
        options.stop_grace = 100ms;
        start(options);
        std::atomic<bool> done{false};
        std::atomic<int> answered{0};
        std::vector<std::thread> clients;
        for (int i = 0; i < 4; ++i) {
            clients.emplace_back([&, i] {
                while (!done) {
                    RawClient client(port);
                    if (i == 0) client.send("GET /hello HTTP/1.1\r\n");  // never a whole request
                    while (!done && client.ask(
                                              i % 2 == 0 ? "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n"
                                                         : post("/upload", "text/plain", std::string(50'000, 'x'))
                                    )
                                            .status == 200)
                        ++answered;
                }
            });
        }
        while (answered < 50) std::this_thread::sleep_for(1ms);
        server.reset();
        done = true;
        for (std::thread& client : clients) client.join();
    }
}

TEST_F(ServerTest, AListenerTellsItsPortBeforeTheServerStarts) {
    auto listener = Listener::open("127.0.0.1", 0);
    ASSERT_TRUE(listener);
    const std::uint16_t known = listener->port();
    RawClient early(known);
    faces = std::make_unique<TestRouter>(routes(), fmt::format("http://localhost:{}", known));
    auto started = start_server({}, *std::move(listener), faces->router, faces->log, clock);
    ASSERT_TRUE(started);
    EXPECT_EQ((*started)->port(), known);
    EXPECT_EQ(early.ask("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n").status, 200);
    const auto taken = Listener::open("127.0.0.1", known);
    ASSERT_FALSE(taken);
    EXPECT_THAT(taken.error().message.text, HasSubstr(fmt::format("port {}", known)));
    EXPECT_FALSE(Listener::open("nowhere", 0));
}

}  // namespace
}  // namespace guildhall::http
