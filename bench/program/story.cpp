#include "story.hpp"

#include <fmt/format.h>

#include <atomic>
#include <memory>
#include <stdexcept>

#include "base/bytes.hpp"
#include "client.hpp"

namespace guildhall::bench {
namespace {

constexpr std::string_view form_type = "application/x-www-form-urlencoded";
constexpr std::string_view boundary = "guildhallbenchboundary";

/// A picture of 2 by 2 pixels (PNG).
constexpr std::string_view picture =
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR4nGMwMDAAIgYIBQAOCAGxmKPYOQAAAABJRU5ErkJggg==";

/// What a visitor's form carries unseen.
std::string csrf_of(const Answer& page) {
    constexpr std::string_view name = "name=\"csrf\" value=\"";
    const auto at = page.body.find(name);
    if (at == std::string::npos) return {};
    const auto from = at + name.size();
    return page.body.substr(from, page.body.find('"', from) - from);
}

std::string_view question_of(std::string_view path) {
    path = path.substr(0, path.find('?'));
    return path.substr(path.rfind('/') + 1);
}

/// One visitor after another on one connection.
class Visitor {
public:
    explicit Visitor(std::uint16_t port) : client_(port) {}

    /// From the guide to the check page.
    void answer_all(bool granted) {
        client_.forget();
        (void)timed([&] { return client_.get("/services/fell-a-tree"); }, 200);
        at_ = timed([&] { return client_.post("/services/fell-a-tree/start", "", form_type); }, 303).location;
        while (true) {
            const Answer page = timed([&] { return client_.get(at_); }, 200);
            csrf_ = csrf_of(page);
            const auto question = question_of(at_);
            if (question == "check") return;
            at_ = timed([&] { return answer(question, granted); }, 303).location;
        }
    }
    void send_in() {
        const auto before = Steady::now();
        at_ = timed([&] { return client_.post(at_, "csrf=" + csrf_, form_type); }, 303).location;
        submissions.add(Steady::now() - before);
    }
    void read_confirmation() {
        (void)timed([&] { return client_.get(at_); }, 200);
    }

    Durations requests;
    Durations submissions;

private:
    Answer answer(std::string_view question, bool granted) {
        if (question == "photo")
            return client_.post(at_, photo(), fmt::format("multipart/form-data; boundary={}", boundary));
        std::string body = fmt::format("csrf={}&", csrf_);
        if (question == "trunk")
            body += granted ? "trunk=25" : "trunk=70";
        else if (question == "protected")
            body += "protected=yes";
        else if (question == "contact")
            body += "contact-name=Test+Person&contact-email=resident%40example.org&contact-phone=";
        else
            body += fmt::format("{}=Behind+the+house", question);
        return client_.post(at_, body, form_type);
    }
    [[nodiscard]] std::string photo() const {
        const auto bytes = base::from_base64(picture);
        return fmt::format(
            "--{0}\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{1}\r\n"
            "--{0}\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"tree.png\"\r\n"
            "Content-Type: image/png\r\n\r\n{2}\r\n--{0}--\r\n",
            boundary, csrf_, base::text_of(*bytes)
        );
    }
    template <class Fn>
    Answer timed(Fn request, int wanted) {
        const auto before = Steady::now();
        Answer answered = request();
        requests.add(Steady::now() - before);
        if (answered.status != wanted)
            throw std::runtime_error(fmt::format("{}: {} instead of {}", at_, answered.status, wanted));
        return answered;
    }

    Client client_;
    std::string at_;
    std::string csrf_;
};

}  // namespace

base::Json run_story(const StoryOptions& options) {
    std::vector<std::unique_ptr<Visitor>> visitors;
    for (std::size_t i = 0; i < options.clients; ++i) visitors.push_back(std::make_unique<Visitor>(options.port));
    base::Json figures;
    const auto began = Steady::now();
    std::size_t done = options.journeys;
    if (options.together) {
        // Everyone gets as far as the check page; then a round of submissions, all at once; then again.
        Steady::duration sending{};
        const std::size_t rounds = (options.journeys + options.clients - 1) / options.clients;
        done = rounds * options.clients;
        for (std::size_t round = 0; round < rounds; ++round) {
            on_threads(options.clients, [&](std::size_t i) { visitors[i]->answer_all((round + i) % 2 == 0); });
            const auto before = Steady::now();
            on_threads(options.clients, [&](std::size_t i) { visitors[i]->send_in(); });
            sending += Steady::now() - before;
        }
        figures.set("submissions_per_second", static_cast<double>(done) / seconds(sending));
    } else {
        std::atomic<std::size_t> next{0};
        on_threads(options.clients, [&](std::size_t i) {
            for (std::size_t journey = next++; journey < options.journeys; journey = next++) {
                visitors[i]->answer_all(journey % 2 == 0);
                visitors[i]->send_in();
                visitors[i]->read_confirmation();
            }
        });
    }
    const double took = seconds(Steady::now() - began);
    Durations requests;
    Durations submissions;
    for (const auto& visitor : visitors) {
        requests.join(visitor->requests);
        submissions.join(visitor->submissions);
    }
    figures.set("journeys", static_cast<std::int64_t>(done));
    figures.set("journeys_per_second", static_cast<double>(done) / took);
    figures.set("requests_per_second", static_cast<double>(requests.count()) / took);
    figures.set("page", requests.summary());
    figures.set("submission", submissions.summary());
    return figures;
}

}  // namespace guildhall::bench
