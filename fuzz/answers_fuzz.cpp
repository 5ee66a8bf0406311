// Answers as forms send them and as they are kept. The input is the urlencoded form; every type of question reads it.

#include <cstdint>
#include <cstdlib>
#include <vector>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "http/form.hpp"
#include "journeys/answers.hpp"
#include "notifications/internal/mail_text.hpp"
#include "words/languages.hpp"

namespace {

using namespace guildhall;
using catalogue::QuestionType;

void expect(bool holds) {
    if (!holds) std::abort();
}

std::vector<catalogue::Question> questions() {
    std::vector<catalogue::Question> out;
    for (int type = 0; type <= static_cast<int>(QuestionType::location); ++type) {
        for (const bool optional : {false, true}) {
            catalogue::Question question;
            question.id = "q";
            question.type = static_cast<QuestionType>(type);
            question.ask = "What?";
            question.unit = question.type == QuestionType::number ? "cm" : "";
            question.currency = question.type == QuestionType::money ? "GBP" : "";
            question.scheme = question.type == QuestionType::identifier ? "iban" : "";
            question.optional = optional;
            question.options = {{"a", "The first"}, {"b", "The second"}};
            out.push_back(std::move(question));
        }
    }
    return out;
}

/// One language for all inputs: opening it costs more than an input.
const words::Languages& languages() {
    static const auto opened = [] {
        base::Complaints complaints;
        auto made = words::Languages::open(complaints);
        if (!made) std::abort();
        return *std::move(made);
    }();
    return *opened;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto all = questions();
    const auto text = base::text_of(base::ByteView(data, size));
    if (const auto kept = journeys::answers_from_json(text)) {
        const auto again = journeys::answers_from_json(journeys::to_json(*kept).text());
        expect(again.ok() && *again == *kept);
    }
    const auto fields = http::parse_urlencoded(text);
    if (!fields) return 0;
    journeys::SentFields sent;
    for (const auto& [name, value] : fields->entries()) sent.emplace(name, value);
    for (const auto& question : all) {
        const auto& locale = languages().get("en");
        const auto read = journeys::read_answer(question, sent, locale);
        expect(read.answer.has_value() == read.problems.empty());
        for (const auto& problem : read.problems) expect(base::is_valid_utf8(problem.problem.text(locale)));
        if (!read.answer) continue;
        expect(!journeys::problem_of_form(question, *read.answer));
        const auto value = journeys::to_feel(question, *read.answer);
        const std::string words = journeys::to_words(question, *read.answer, locale);
        expect(base::is_valid_utf8(words));
        if (!question.optional) expect(!words.empty() && !value.is_null());
        const auto kept = journeys::answers_from_json(journeys::to_json({{"q", *read.answer}}).text());
        expect(kept.ok() && kept->at("q") == *read.answer);
        // Whoever gives an address can be written to.
        if (question.type == QuestionType::email && read.answer->string() && !read.answer->string()->empty())
            expect(notifications::is_mail_address(*read.answer->string()));
        if (question.type == QuestionType::contact && !read.answer->is_null())
            expect(notifications::is_mail_address(read.answer->string_at("email")));
    }
    return 0;
}
