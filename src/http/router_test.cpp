#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/internal/faces_for_test.hpp"

namespace guildhall::http {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Request make(Method method, std::string path, std::string session = "") {
    Request request;
    request.method = method;
    request.path = std::move(path);
    if (!session.empty()) request.cookies.emplace("session", std::move(session));
    return request;
}

Request post(std::string path, std::string session = "", std::string csrf = "") {
    Request request = make(Method::post, std::move(path), std::move(session));
    if (!csrf.empty()) request.form.add("csrf", std::move(csrf));
    return request;
}

std::vector<Route> some_routes() {
    const Handler echo = [](const Request& request, const Caller&) -> base::Result<Response> {
        std::string text;
        for (const auto& [name, value] : request.path_parameters) text += fmt::format("{}={};", name, value);
        return Response::html(text);
    };
    return {
        {Method::get, "/", Access::anyone, says("home")},
        {Method::get, "/apply/{service}", Access::anyone, echo},
        {Method::get, "/apply/new", Access::anyone, says("new")},
        {Method::post, "/apply/new/really", Access::anyone, says("really")},
        {Method::get, "/apply/{service}/{question}", Access::anyone, echo},
        {Method::post, "/apply/{service}/{question}", Access::anyone, says("posted"), {1'000'000, Pool::passwords}},
        {Method::get, "/log/tile/{rest*}", Access::same_for_all, echo},
        {Method::get, "/log/tile/0", Access::same_for_all, says("zero")},
        {Method::get, "/account", Access::resident, says("account")},
        {Method::get, "/desk", Access::staff, says("desk")},
        {Method::post, "/desk/decide", Access::staff, says("decided")},
        {Method::get, "/throws", Access::anyone,
         [](const Request&, const Caller&) -> base::Result<Response> { throw std::runtime_error("pipe burst"); }},
        {Method::get, "/fails", Access::anyone,
         [](const Request&, const Caller&) -> base::Result<Response> {
             return base::Error{base::ErrorCode::conflict, {"Already done."}, {"secret detail"}};
         }},
        {Method::get, "/corrupt", Access::anyone,
         [](const Request&, const Caller&) -> base::Result<Response> {
             return base::Error{base::ErrorCode::corrupt, {"It cannot be shown."}, {"checksum"}};
         }},
        {Method::get, "/cached", Access::same_for_all,
         [](const Request&, const Caller&) -> base::Result<Response> {
             Response response = Response::html("x");
             response.headers.add("Cache-Control", "public, max-age=60");
             return response;
         }},
    };
}

class RouterTest : public ::testing::Test {
protected:
    std::string body(Method method, const std::string& path) { return faces.router.handle(make(method, path)).body; }
    TestRouter faces{some_routes()};
};

TEST_F(RouterTest, LiteralsGoBeforeParametersAndThoseBeforeTheRest) {
    EXPECT_EQ(body(Method::get, "/"), "home");
    EXPECT_EQ(body(Method::get, "/apply/new"), "new");
    EXPECT_EQ(body(Method::get, "/apply/fell-a-tree"), "service=fell-a-tree;");
    EXPECT_EQ(body(Method::get, "/apply/new/really"), "question=really;service=new;");
    EXPECT_EQ(body(Method::get, "/apply/tree/diameter"), "question=diameter;service=tree;");
    EXPECT_EQ(body(Method::get, "/log/tile/0"), "zero");
    EXPECT_EQ(body(Method::get, "/log/tile/0/x001/067"), "rest=0/x001/067;");
}

TEST_F(RouterTest, AParameterIsNeverEmptyAndPathsAreExact) {
    for (const char* path :
         {"/apply/", "/apply", "/apply/a/b/c", "/log/tile/", "/log/tile", "/nowhere", "/Apply/new"}) {
        EXPECT_EQ(faces.router.handle(make(Method::get, path)).status, 404) << path;
    }
}

TEST_F(RouterTest, HeadIsServedByGetAndOtherMethodsAreToldWhatIsAllowed) {
    EXPECT_EQ(faces.router.handle(make(Method::head, "/apply/tree")).status, 200);
    const Response response = faces.router.handle(post("/account"));
    EXPECT_EQ(response.status, 405);
    EXPECT_EQ(response.headers.find("allow"), "GET, HEAD");
    const Response both = faces.router.handle(make(Method::del, "/apply/new/really"));
    EXPECT_EQ(both.status, 405);
    EXPECT_EQ(both.headers.find("Allow"), "GET, HEAD, POST");
}

TEST_F(RouterTest, LimitsAreThoseOfTheRoute) {
    EXPECT_EQ(faces.router.limits_for(Method::post, "/apply/a/b")->body, 1'000'000u);
    EXPECT_EQ(faces.router.limits_for(Method::post, "/apply/a/b")->pool, Pool::passwords);
    EXPECT_EQ(faces.router.limits_for(Method::head, "/apply/a/b")->body, Limits{}.body);
    EXPECT_FALSE(faces.router.limits_for(Method::post, "/account"));
    EXPECT_FALSE(faces.router.limits_for(Method::get, "relative"));
}

TEST_F(RouterTest, AccessIsHeldByKindOfAccount) {
    const auto status = [&](const char* path, const char* session) {
        return faces.router.handle(make(Method::get, path, session)).status;
    };
    EXPECT_EQ(status("/account", ""), 303);
    EXPECT_EQ(status("/account", "forged"), 303);
    EXPECT_EQ(status("/account", "visitor"), 303);
    EXPECT_EQ(status("/account", "resident"), 200);
    EXPECT_EQ(status("/account", "staff"), 403);
    EXPECT_EQ(status("/desk", ""), 303);
    EXPECT_EQ(status("/desk", "resident"), 403);
    EXPECT_EQ(status("/desk", "staff"), 200);
    EXPECT_EQ(faces.router.handle(make(Method::get, "/desk")).headers.find("Location"), "/sign-in?next=/desk");
}

TEST_F(RouterTest, NoSessionIsLookedUpForWhatIsTheSameForAll) {
    (void)faces.router.handle(make(Method::get, "/cached", "resident"));
    EXPECT_EQ(faces.authenticator.calls, 0);
}

TEST_F(RouterTest, APostWithASessionNeedsItsToken) {
    const auto status = [&](const char* session, const char* csrf) {
        return faces.router.handle(post("/apply/a/b", session, csrf)).status;
    };
    EXPECT_EQ(status("visitor", ""), 403);
    EXPECT_EQ(status("visitor", "tokeN"), 403);
    EXPECT_EQ(status("visitor", "token2"), 403);
    EXPECT_EQ(status("visitor", "token"), 200);
    EXPECT_EQ(status("resident", "token"), 200);
    EXPECT_EQ(status("", ""), 200) << "no session yet: nothing that could be abused";
    EXPECT_EQ(faces.router.handle(post("/desk/decide", "staff")).status, 403);
    EXPECT_EQ(faces.router.handle(post("/desk/decide", "resident", "token")).status, 403);
}

TEST_F(RouterTest, ATokenInTheQueryDoesNotCount) {
    Request request = post("/apply/a/b", "visitor");
    request.query.add("csrf", "token");
    EXPECT_EQ(faces.router.handle(std::move(request)).status, 403);
}

TEST_F(RouterTest, APostFromAnotherOriginIsRefused) {
    const auto status = [&](const char* name, const char* value, const char* csrf = "") {
        Request request = post("/apply/a/b", *csrf != '\0' ? "visitor" : "", csrf);
        request.headers.add(name, value);
        return faces.router.handle(std::move(request)).status;
    };
    EXPECT_EQ(status("Origin", "http://localhost:8080"), 200);
    EXPECT_EQ(status("Origin", "http://127.0.0.1:8080"), 200) << "another name of this machine";
    EXPECT_EQ(status("origin", "http://evil.example"), 403);
    EXPECT_EQ(status("Origin", "http://localhost:8081"), 403);
    EXPECT_EQ(status("Origin", "https://localhost:8080"), 403);
    EXPECT_EQ(status("Origin", "http://localhost:8080.evil.example"), 403);
    EXPECT_EQ(status("Origin", "null"), 403);
    EXPECT_EQ(status("Origin", "http://evil.example", "token"), 403);
    EXPECT_EQ(status("Sec-Fetch-Site", "cross-site"), 403);
    EXPECT_EQ(status("Sec-Fetch-Site", "same-origin"), 200);
    EXPECT_EQ(status("Sec-Fetch-Site", "none"), 200);
    Request get = make(Method::get, "/");
    get.headers.add("Sec-Fetch-Site", "cross-site");
    EXPECT_EQ(faces.router.handle(std::move(get)).status, 200) << "links from elsewhere are welcome";
}

TEST(RouterOrigin, APublicOriginHasNoOtherNames) {
    TestRouter faces(some_routes(), "https://Services.Example.org:443/");
    const auto status = [&](const char* origin) {
        Request request = post("/apply/a/b");
        request.headers.add("Origin", origin);
        return faces.router.handle(std::move(request)).status;
    };
    EXPECT_EQ(status("https://services.example.org"), 200);
    EXPECT_EQ(status("http://services.example.org"), 403);
    EXPECT_EQ(status("http://localhost"), 403);
    EXPECT_EQ(status("https://127.0.0.1"), 403);
    EXPECT_TRUE(faces.router.handle(make(Method::get, "/")).headers.find("Strict-Transport-Security"));
}

TEST_F(RouterTest, EveryResponseHasTheSecurityHeaders) {
    for (const char* path : {"/", "/nowhere", "/throws", "/fails", "/desk", "/cached"}) {
        const Response response = faces.router.handle(make(Method::get, path));
        EXPECT_THAT(
            std::string(response.headers.find("Content-Security-Policy").value_or("")), HasSubstr("default-src 'none'")
        ) << path;
        EXPECT_EQ(response.headers.find("X-Content-Type-Options"), "nosniff") << path;
        EXPECT_EQ(response.headers.find("Referrer-Policy"), "same-origin") << path;
        EXPECT_TRUE(response.headers.find("Cross-Origin-Opener-Policy")) << path;
        EXPECT_TRUE(response.headers.find("Permissions-Policy")) << path;
        EXPECT_EQ(response.headers.count("Cache-Control"), 1u) << path;
        EXPECT_FALSE(response.headers.find("Strict-Transport-Security")) << path;
    }
    EXPECT_EQ(faces.router.handle(make(Method::get, "/")).headers.find("Cache-Control"), "no-store");
    EXPECT_EQ(faces.router.handle(make(Method::get, "/cached")).headers.find("Cache-Control"), "public, max-age=60");
}

TEST_F(RouterTest, AnExceptionIsLoggedUnderAnIdThatThePageShows) {
    const Response response = faces.router.handle(make(Method::get, "/throws", "resident"));
    EXPECT_EQ(response.status, 500);
    EXPECT_THAT(response.body, Not(HasSubstr("pipe burst")));
    EXPECT_THAT(response.body, HasSubstr("account a1"));
    ASSERT_EQ(faces.log.lines().size(), 1u);
    const std::string line = faces.log.lines().front();
    EXPECT_THAT(line, HasSubstr("pipe burst"));
    EXPECT_THAT(line, HasSubstr("route=/throws"));
    const std::string id = line.substr(line.find("id=") + 3, 12);
    EXPECT_THAT(response.body, HasSubstr(id));
}

TEST_F(RouterTest, ErrorsBecomePagesWithTheirStatusAndNeverShowTheDetail) {
    const Response response = faces.router.handle(make(Method::get, "/fails"));
    EXPECT_EQ(response.status, 409);
    EXPECT_THAT(response.body, HasSubstr("Already done."));
    EXPECT_THAT(response.body, Not(HasSubstr("secret")));
    EXPECT_TRUE(faces.log.lines().empty());
    EXPECT_EQ(faces.router.handle(make(Method::get, "/corrupt")).status, 500);
    EXPECT_EQ(faces.log.lines().size(), 1u);
}

TEST(RouterFaults, AnErrorPageThatFailsIsReplaced) {
    TestAuthenticator authenticator;
    TestLog log;
    base::SeededRandom random{1};
    const ErrorPage broken = [](const Request&, const Caller&, const base::Error&) -> Response {
        throw std::runtime_error("again");
    };
    const Router router({}, authenticator, broken, test_sign_in_page, log, random, "http://localhost");
    EXPECT_EQ(router.handle(make(Method::get, "/")).status, 500);
    EXPECT_EQ(router.refuse(make(Method::get, "/"), {base::ErrorCode::too_large, {}, {}}).status, 500);
}

TEST(RouterRoutes, MalformedAndDoubledPathsAreFoundAtStart) {
    for (const char* path : {"", "apply", "/a{b}", "/{b}c", "/{}", "/{rest*}/more", "/{a}/{a}", "/{A}"}) {
        EXPECT_THROW(TestRouter({{Method::get, path, Access::anyone, says("")}}), std::invalid_argument) << path;
    }
    EXPECT_THROW(
        TestRouter(
            {{Method::get, "/a/{b}", Access::anyone, says("")}, {Method::get, "/a/{c}", Access::anyone, says("")}}
        ),
        std::invalid_argument
    );
    EXPECT_NO_THROW(TestRouter(
        {{Method::get, "/a/{b}", Access::anyone, says("")}, {Method::post, "/a/{c}", Access::anyone, says("")}}
    ));
}

TEST(Messages, EveryCodeHasItsStatus) {
    EXPECT_EQ(status_of(base::ErrorCode::invalid_input), 400);
    EXPECT_EQ(status_of(base::ErrorCode::not_signed_in), 401);
    EXPECT_EQ(status_of(base::ErrorCode::too_many_requests), 429);
    EXPECT_EQ(status_of(base::ErrorCode::busy), 503);
    EXPECT_EQ(status_of(base::ErrorCode::internal), 500);
}

TEST(Messages, HeadersCompareWithoutCaseAndSetLeavesOne) {
    Headers headers;
    headers.add("Vary", "a");
    headers.add("X", "b");
    headers.add("vary", "c");
    headers.set("VARY", "d");
    EXPECT_EQ(headers.count("Vary"), 1u);
    EXPECT_EQ(headers.find("vary"), "d");
    EXPECT_EQ(headers.entries().size(), 2u);
}

TEST(Messages, ARedirectCannotSplitTheResponse) {
    EXPECT_EQ(Response::redirect("/a\r\nSet-Cookie: x=y").headers.find("Location"), "/a%0D%0ASet-Cookie:%20x=y");
    EXPECT_EQ(Response::redirect("/a?b=c%20d#e").headers.find("Location"), "/a?b=c%20d#e");
}

}  // namespace
}  // namespace guildhall::http
