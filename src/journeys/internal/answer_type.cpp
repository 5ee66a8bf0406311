#include "journeys/internal/answer_type.hpp"

#include "base/text.hpp"

namespace guildhall::journeys::internal {

const AnswerType& answer_type(QuestionType type) {
    switch (type) {
        case QuestionType::text:
        case QuestionType::long_text:
        case QuestionType::name:
            return text_type();
        case QuestionType::number:
            return number_type();
        case QuestionType::money:
            return money_type();
        case QuestionType::yes_no:
            return yes_no_type();
        case QuestionType::tick:
            return tick_type();
        case QuestionType::declaration:
            return declaration_type();
        case QuestionType::radios:
        case QuestionType::select:
            return choice_type();
        case QuestionType::checkboxes:
            return choices_type();
        case QuestionType::country:
            return country_type();
        case QuestionType::currency:
            return currency_type();
        case QuestionType::date:
            return date_type();
        case QuestionType::month:
            return month_type();
        case QuestionType::year:
            return year_type();
        case QuestionType::email:
            return email_type();
        case QuestionType::phone:
            return phone_type();
        case QuestionType::address:
            return address_type();
        case QuestionType::contact:
            return contact_type();
        case QuestionType::identifier:
            return identifier_type();
        case QuestionType::location:
            return location_type();
        case QuestionType::file:
            return file_type();
        case QuestionType::repeat:
            return repeat_type();
        case QuestionType::guidance:
        case QuestionType::details:
        case QuestionType::table:
            return display_type();
    }
    return display_type();
}

std::string field(const SentFields& sent, std::string_view name) {
    const auto found = sent.find(name);
    return found == sent.end() ? std::string{} : std::string{base::trimmed(found->second)};
}

ReadAnswer wrong(std::string control, std::string key, words::Arguments arguments) {
    return {std::nullopt, {{std::move(control), {std::move(key), std::move(arguments)}}}};
}

ReadAnswer empty(const Question& question, std::string control, std::string key) {
    if (question.optional) return {base::Json{}, {}};
    return wrong(std::move(control), std::move(key), {{"question", question.ask}});
}

ReadAnswer right(base::Json answer) {
    return {std::move(answer), {}};
}

std::optional<std::string> clean(std::string_view text, bool lines) {
    if (!base::is_valid_utf8(text)) return std::nullopt;
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte == '\r') {
            // HTML forms send CRLF for a line break (RFC 7578 section 4.8 leaves it to the form; HTML normalises so).
            if (i + 1 >= text.size() || text[i + 1] != '\n') out += lines ? '\n' : ' ';
            continue;
        }
        if (byte == '\n' || byte == '\t') {
            out += lines ? static_cast<char>(byte) : ' ';
            continue;
        }
        if (byte < 0x20 || byte == 0x7f) return std::nullopt;
        // C1 controls: U+0080 to U+009F.
        if (byte == 0xc2 && static_cast<unsigned char>(text[i + 1]) < 0xa0) return std::nullopt;
        // Embeddings and overrides: U+202A to U+202E.
        if (byte == 0xe2 && static_cast<unsigned char>(text[i + 1]) == 0x80) {
            const auto last = static_cast<unsigned char>(text[i + 2]);
            if (last >= 0xaa && last <= 0xae) return std::nullopt;
        }
        out += text[i];
    }
    return out;
}

const std::string& text_of(const base::Json& answer) {
    static const std::string none;
    return answer.string() ? *answer.string() : none;
}

std::optional<FieldProblem> not_ours(const Question& question) {
    return FieldProblem{question.id, {"answers.check_answer", {{"question", question.ask}}}};
}

}  // namespace guildhall::journeys::internal
