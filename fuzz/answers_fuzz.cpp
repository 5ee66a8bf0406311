// Answers as forms send them and as they are kept. The input is the urlencoded form; every type of question reads it.

#include <cstdint>
#include <cstdlib>
#include <vector>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "http/form.hpp"
#include "journeys/answers.hpp"
#include "notifications/internal/mail_text.hpp"

namespace {

using namespace guildhall;
using catalogue::QuestionType;

void expect(bool holds) {
    if (!holds) std::abort();
}

std::vector<catalogue::Question> questions() {
    std::vector<catalogue::Question> out;
    for (const auto type :
         {QuestionType::text, QuestionType::long_text, QuestionType::number, QuestionType::yes_no, QuestionType::radios,
          QuestionType::checkboxes, QuestionType::date, QuestionType::email, QuestionType::phone, QuestionType::name,
          QuestionType::location, QuestionType::contact}) {
        for (const bool optional : {false, true}) {
            catalogue::Question question;
            question.id = "q";
            question.type = type;
            question.ask = "What?";
            question.unit = type == QuestionType::number ? "cm" : "";
            question.optional = optional;
            question.options = {{"a", "The first"}, {"b", "The second"}};
            if (type == QuestionType::number) {
                if (auto range = feel::Expression::parse_unary_tests("[1..1000]", {})) question.range = *range;
                question.range_text = "[1..1000]";
            }
            out.push_back(std::move(question));
        }
    }
    return out;
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
        const auto read = journeys::read_answer(question, sent, {}, base::Instant{});
        expect(read.answer.has_value() == read.errors.empty());
        if (!read.answer) continue;
        const auto value = journeys::to_feel(question, *read.answer);
        const std::string words = journeys::to_words(question, *read.answer);
        expect(base::is_valid_utf8(words));
        if (!question.optional) expect(!words.empty() && !value.is_null());
        const auto kept = journeys::answers_from_json(journeys::to_json({{"q", *read.answer}}).text());
        expect(kept.ok() && kept->at("q") == *read.answer);
        // Whoever gives an address can be written to.
        if (question.type == QuestionType::email && read.answer->string() && !read.answer->string()->empty())
            expect(notifications::is_mail_address(*read.answer->string()));
        if (question.type == QuestionType::contact)
            expect(notifications::is_mail_address(read.answer->string_at("email")));
    }
    return 0;
}
