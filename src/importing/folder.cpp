#include "importing/folder.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "importing/names.hpp"

namespace guildhall::importing {
namespace {

struct Entry;

/// A piece of YAML on its way out.
struct Piece {
    enum class Kind { line, raw, feel, block, map, list, flow };
    Kind kind = Kind::map;
    std::string text;
    std::vector<Entry> entries;
    std::vector<Piece> items;

    static Piece line(std::string text);
    static Piece raw(std::string text);
    static Piece feel(std::string text);
    static Piece block(std::string text);
    static Piece of(Kind kind, std::string text = {});
    [[nodiscard]] bool empty() const;
    Piece& add(std::string key, Piece piece);
    Piece& under(const std::string& key);
};

struct Entry {
    std::string key;
    Piece piece;
};

Piece Piece::of(Kind kind, std::string text) {
    Piece piece;
    piece.kind = kind;
    piece.text = std::move(text);
    return piece;
}
Piece Piece::line(std::string text) {
    return of(Kind::line, std::move(text));
}
Piece Piece::raw(std::string text) {
    return of(Kind::raw, std::move(text));
}
Piece Piece::feel(std::string text) {
    return of(Kind::feel, std::move(text));
}
Piece Piece::block(std::string text) {
    return of(Kind::block, std::move(text));
}
bool Piece::empty() const {
    return kind == Kind::map ? entries.empty() : kind == Kind::list && items.empty();
}
Piece& Piece::add(std::string key, Piece piece) {
    entries.push_back({std::move(key), std::move(piece)});
    return entries.back().piece;
}
Piece& Piece::under(const std::string& key) {
    for (auto& entry : entries)
        if (entry.key == key) return entry.piece;
    return add(key, Piece{});
}

/// White space of any kind as one space: the format's lines are one line.
std::string one_line(std::string_view text) {
    std::string line;
    for (const char c : text) {
        const bool blank = static_cast<unsigned char>(c) <= ' ';
        if (!blank)
            line += c;
        else if (!line.empty() && line.back() != ' ')
            line += ' ';
    }
    while (!line.empty() && line.back() == ' ') line.pop_back();
    return line;
}

/// Braces as MessageFormat has to have them when they are meant as braces.
std::string with_quoted_braces(std::string_view text) {
    std::string quoted;
    for (const char c : text)
        if (c == '{' || c == '}') {
            quoted += '\'';
            quoted += c;
            quoted += '\'';
        } else {
            quoted += c;
        }
    return quoted;
}

std::string double_quoted(std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            quoted += '\\';
            quoted += c;
        } else if (c == '\n') {
            quoted += "\\n";
        } else if (c == '\t') {
            quoted += "\\t";
        } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
            quoted += "\\x";
            quoted += digits[static_cast<unsigned char>(c) >> 4];
            quoted += digits[static_cast<unsigned char>(c) & 15];
        } else {
            quoted += c;
        }
    }
    return quoted + '"';
}

bool looks_like_something_else(std::string_view text) {
    static constexpr std::array words{"true", "false", "null", "yes", "no", "on", "off", "y", "n", "~", ".nan", ".inf"};
    const std::string lower = base::to_lower_ascii(text);
    if (std::ranges::find(words, lower) != words.end()) return true;
    return text.find_first_not_of("0123456789.,+-_eExXabcdfABCDF:") == std::string_view::npos &&
           text.find_first_of("0123456789") != std::string_view::npos;
}

bool is_plain(std::string_view text) {
    if (text.empty() || text.front() == ' ' || text.back() == ' ' || text.back() == ':') return false;
    if (std::string_view("-?:,[]{}#&*!|>'\"%@`=<").find(text.front()) != std::string_view::npos) return false;
    if (text.find_first_of("{}[]#\t\n\r\\") != std::string_view::npos || text.find(": ") != std::string_view::npos)
        return false;
    // Marks that change the order of letters, and control characters, are seen better as escapes.
    for (const char c : text)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return false;
    return !looks_like_something_else(text);
}

/// Blocks have no escapes: what may not stand in a file is left out.
std::string without_controls(std::string_view text) {
    std::string kept;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0;
        if (c == 0xC2 && next >= 0x80 && next < 0xA0) {  // U+0080 to U+009F
            ++i;
            continue;
        }
        if (c >= 0x20 ? c != 0x7F : c == '\n') kept += text[i];
    }
    return kept;
}

class Printer {
public:
    std::string print(const Piece& top) {
        for (const auto& [key, piece] : top.entries) {
            // A blank line stands between the parts of a file, as people leave it.
            if (!out_.empty() && (piece.kind == Piece::Kind::map || piece.kind == Piece::Kind::list)) out_ += '\n';
            entry(key, piece, 0);
        }
        return std::move(out_);
    }

private:
    void entry(const std::string& key, const Piece& piece, std::size_t indent) {
        out_.append(indent, ' ');
        out_ += yaml_scalar(key) + ":";
        value(piece, indent);
    }

    void value(const Piece& piece, std::size_t indent) {
        switch (piece.kind) {
            case Piece::Kind::line:
                out_ += ' ' + yaml_scalar(piece.text) + '\n';
                break;
            case Piece::Kind::raw:
                out_ += ' ' + piece.text + '\n';
                break;
            case Piece::Kind::feel:
                feel(piece.text, indent + 2);
                break;
            case Piece::Kind::block:
                block(piece.text, indent + 2);
                break;
            case Piece::Kind::flow: {
                out_ += " [";
                for (std::size_t i = 0; i < piece.items.size(); ++i) out_ += (i == 0 ? "" : ", ") + piece.items[i].text;
                out_ += "]\n";
                break;
            }
            case Piece::Kind::map:
                out_ += '\n';
                for (const auto& [key, inner] : piece.entries) entry(key, inner, indent + 2);
                break;
            case Piece::Kind::list:
                out_ += '\n';
                for (const auto& item : piece.items) list_item(item, indent + 2);
                break;
        }
    }

    void list_item(const Piece& item, std::size_t indent) {
        out_.append(indent, ' ');
        out_ += '-';
        if (item.kind != Piece::Kind::map) {
            value(item, indent);
            return;
        }
        bool first = true;
        for (const auto& [key, inner] : item.entries) {
            if (first) {
                out_ += ' ' + yaml_scalar(key) + ":";
                value(inner, indent + 2);
            } else {
                entry(key, inner, indent + 2);
            }
            first = false;
        }
    }

    /// Long expressions are folded at their ands, ors and sums.
    void feel(const std::string& text, std::size_t indent) {
        constexpr std::size_t most = 110;
        const bool is_number =
            !text.empty() && text.size() <= 15 && text.find_first_not_of("0123456789") == std::string::npos;
        if (text == "true" || text == "false" || is_number) {
            out_ += ' ' + text + '\n';
            return;
        }
        if (text.size() <= most) {
            out_ += ' ' + yaml_scalar(text) + '\n';
            return;
        }
        std::vector<std::string> lines{""};
        std::size_t start = 0;
        while (start < text.size()) {
            auto end =
                std::min({text.find(" and ", start + 1), text.find(" or ", start + 1), text.find(" + ", start + 1)});
            if (end == std::string::npos) end = text.size();
            const std::string piece = text.substr(start, end - start);
            if (!lines.back().empty() && lines.back().size() + piece.size() > most)
                lines.push_back(piece.substr(1));
            else
                lines.back() += piece;
            start = end;
        }
        out_ += " >-\n";
        for (const auto& line : lines) {
            out_.append(indent, ' ');
            out_ += line + '\n';
        }
    }

    void block(const std::string& text, std::size_t indent) {
        if (text.find('\n') == std::string::npos && text.size() <= 100) {
            out_ += ' ' + yaml_scalar(text) + '\n';
            return;
        }
        out_ += " |\n";
        const std::string kept = without_controls(text);
        for (const auto line : base::split(kept, '\n')) {
            if (!base::trimmed(line).empty()) {
                out_.append(indent, ' ');
                out_ += line;
            }
            out_ += '\n';
        }
    }

    std::string out_;
};

/// Builds service.yaml, and beside it the tree of words of each language.
class FolderWriter {
public:
    explicit FolderWriter(const ServiceDraft& service) : service_(service) {
        std::vector<std::string> all = service.languages;
        std::ranges::sort(all);
        for (const auto& language : all)
            if (language != service.language) words_[language];
    }

    WrittenFolder write() {
        find_shared_lists(service_.questions);
        Piece top;
        top.add("service", Piece::line(service_.id));
        top.add("version", Piece::raw("1"));
        if (service_.language != "en") top.add("language", Piece::line(service_.language));
        line(top, "title", service_.title, {});
        line(top, "summary", service_.summary, {});
        if (!service_.topics.empty()) {
            Piece topics = Piece::of(Piece::Kind::flow);
            for (const auto& topic : service_.topics) topics.items.push_back(Piece::raw(flow_scalar(topic.text)));
            top.add("topics", std::move(topics));
        }
        if (!service_.team.empty()) top.add("team", Piece::line(service_.team));
        if (!service_.sign_in.empty()) top.add("sign-in", Piece::line(service_.sign_in));
        if (!service_.questions.empty()) {
            Piece questions;
            for (const auto& question : service_.questions)
                questions.add(question.id, question_piece(question, {"questions", question.id}));
            top.add("questions", std::move(questions));
        }
        if (!lists_.empty()) {
            Piece lists;
            for (const auto& list : lists_)
                if (!list.name.empty()) lists.add(list.name, options_piece(*list.options, {"lists", list.name}));
            if (!lists.empty()) top.add("lists", std::move(lists));
        }
        if (!service_.sections.empty()) top.add("journey", journey());
        if (!service_.fee.empty()) {
            Piece fee;
            feel(fee, "amount", service_.fee);
            line(fee, "for", service_.fee_for, {"fee"});
            top.add("fee", std::move(fee));
        }

        WrittenFolder folder;
        folder.files["service.yaml"] = Printer().print(top);
        for (const auto& [language, words] : words_)
            if (!words.empty()) folder.files["words." + language + ".yaml"] = Printer().print(words);
        if (!service_.guide.empty()) {
            folder.files["guide.md"] = service_.guide.text + "\n";
            for (const auto& [language, text] : service_.guide.translations)
                if (words_.contains(language)) folder.files["guide." + language + ".md"] = text + "\n";
        }
        folder.missing = std::move(missing_);
        return folder;
    }

private:
    using Path = std::vector<std::string>;

    struct SharedList {
        const std::vector<OptionDraft>* options;
        int uses = 0;
        std::string name;    ///< of the first question, then of the list; empty when one question has it alone
        std::string wanted;  ///< by the first question; may be empty
    };

    static std::string flow_scalar(const std::string& text) {
        return text.find(',') == std::string::npos ? yaml_scalar(text) : double_quoted(text);
    }

    void find_shared_lists(const std::vector<QuestionDraft>& questions) {
        count_lists(questions);
        TakenNames names;
        for (auto& list : lists_)
            if (list.uses < 2)
                list.name.clear();
            else
                list.name = names.take(list_name(list));
    }

    /// A short list is named by what is in it, a long one by the first question that uses it.
    static std::string list_name(const SharedList& list) {
        constexpr std::size_t most_options = 4, most_letters = 40;
        if (!list.wanted.empty()) return list.wanted;
        std::string all;
        for (const auto& option : *list.options) all += (all.empty() ? "" : " ") + option.label.text;
        if (list.options->size() > most_options || all.size() > most_letters) return list.name;
        return feel_id(all, list.name);
    }

    void count_lists(const std::vector<QuestionDraft>& questions) {
        for (const auto& question : questions) {
            count_lists(question.questions);
            if (question.options.empty()) continue;
            const auto same =
                std::ranges::find_if(lists_, [&](const SharedList& list) { return *list.options == question.options; });
            if (same == lists_.end())
                lists_.push_back({&question.options, 1, question.id, question.options_name});
            else
                ++same->uses;
        }
    }

    /// Adds text that people read, and the same in the other languages at the same path.
    void line(Piece& to, const std::string& key, const Words& words, Path path) {
        if (words.empty()) return;
        to.add(key, Piece::line(with_quoted_braces(one_line(words.text))));
        path.push_back(key);
        translate(words, path, false);
    }

    void markdown(Piece& to, const std::string& key, const Words& words, Path path) {
        if (words.empty()) return;
        to.add(key, Piece::block(with_quoted_braces(words.text)));
        path.push_back(key);
        translate(words, path, true);
    }

    void translate(const Words& words, const Path& path, bool block) {
        for (auto& [language, tree] : words_) {
            const auto found = words.translations.find(language);
            if (found == words.translations.end() || found->second.empty()) {
                auto& missing = missing_[language];
                if (std::ranges::find(missing, words.text) == missing.end()) missing.push_back(words.text);
                continue;
            }
            Piece* at = &tree;
            for (std::size_t i = 0; i + 1 < path.size(); ++i) at = &at->under(path[i]);
            const std::string text = with_quoted_braces(found->second);
            at->add(path.back(), block ? Piece::block(text) : Piece::line(one_line(text)));
        }
    }

    static void feel(Piece& to, const std::string& key, const std::string& text) {
        if (!text.empty()) to.add(key, Piece::feel(text));
    }
    static void plain(Piece& to, const std::string& key, const std::string& text) {
        if (!text.empty()) to.add(key, Piece::line(text));
    }
    static void number(Piece& to, const std::string& key, const std::optional<int>& value) {
        if (value) to.add(key, Piece::raw(std::to_string(*value)));
    }

    Piece options_piece(const std::vector<OptionDraft>& options, const Path& path) {
        Piece piece;
        for (const auto& option : options) {
            if (option.hint.empty()) {
                line(piece, option.value, option.label, path);
                continue;
            }
            Path inner = path;
            inner.push_back(option.value);
            Piece both;
            line(both, "label", option.label, inner);
            line(both, "hint", option.hint, inner);
            piece.add(option.value, std::move(both));
        }
        return piece;
    }

    Piece question_piece(const QuestionDraft& question, const Path& path) {
        Piece piece;
        line(piece, "repeat", question.repeat, path);
        line(piece, "ask", question.ask, path);
        line(piece, "hint", question.hint, path);
        plain(piece, "type", question.type);
        line(piece, "label", question.label, path);
        markdown(piece, "text", question.text, path);
        if (!question.options.empty()) {
            const auto list =
                std::ranges::find_if(lists_, [&](const SharedList& each) { return *each.options == question.options; });
            if (list != lists_.end() && !list->name.empty()) {
                piece.add("options", Piece::line(list->name));
            } else {
                Path inner = path;
                inner.push_back("options");
                piece.add("options", options_piece(question.options, inner));
            }
        }
        plain(piece, "unit", question.unit);
        plain(piece, "currency", question.currency);
        plain(piece, "scheme", question.scheme);
        if (!question.range.empty()) piece.add("range", Piece::raw(double_quoted(question.range)));
        number(piece, "min-length", question.min_length);
        number(piece, "max-length", question.max_length);
        number(piece, "max-words", question.max_words);
        if (!question.accept.empty()) {
            Piece accept = Piece::of(Piece::Kind::flow);
            for (const auto& kind : question.accept) accept.items.push_back(Piece::raw(flow_scalar(kind)));
            piece.add("accept", std::move(accept));
        }
        number(piece, "max-files", question.max_files);
        plain(piece, "autofill", question.autofill);
        if (question.optional) piece.add("optional", Piece::raw("true"));
        feel(piece, "default", question.default_value);
        feel(piece, "compute", question.compute);
        feel(piece, "when", question.when);
        feel(piece, "valid", question.valid);
        line(piece, "say", question.say, path);
        if (question.is_repeat()) {
            const int least = question.at_least.value_or(0);
            if (question.at_most)
                piece.add(
                    "between", Piece::raw("[" + std::to_string(least) + ", " + std::to_string(*question.at_most) + "]")
                );
            Piece members;
            for (const auto& member : question.questions) {
                Path inner = path;
                inner.insert(inner.end(), {"questions", member.id});
                members.add(member.id, question_piece(member, inner));
            }
            piece.add("questions", std::move(members));
            if (!question.pages.empty()) {
                Path inner = path;
                inner.emplace_back("pages");
                piece.add("pages", pages_piece(question.pages, [&](const PageDraft& page, const std::string&) {
                              Path of_page = inner;
                              of_page.push_back(page.id);
                              return of_page;
                          }));
            }
        }
        return piece;
    }

    template <class PathOf>
    Piece pages_piece(const std::vector<PageDraft>& pages, const PathOf& path_of) {
        Piece list = Piece::of(Piece::Kind::list);
        for (const auto& page : pages) {
            if (page.id.empty()) {
                for (const auto& question : page.questions) list.items.push_back(Piece::line(question));
                continue;
            }
            Piece piece;
            piece.add(page.is_summary ? "summary" : "page", Piece::line(page.id));
            line(piece, "title", page.title, path_of(page, "title"));
            feel(piece, "when", page.when);
            if (page.is_summary) {
                list.items.push_back(std::move(piece));
                continue;
            }
            std::size_t width = 0;
            for (const auto& question : page.questions) width += question.size() + 2;
            Piece questions = Piece::of(width <= 90 ? Piece::Kind::flow : Piece::Kind::list);
            for (const auto& question : page.questions) questions.items.push_back(Piece::line(question));
            piece.add("questions", std::move(questions));
            feel(piece, "valid", page.valid);
            line(piece, "say", page.say, path_of(page, "say"));
            list.items.push_back(std::move(piece));
        }
        return list;
    }

    Piece journey() {
        Piece list = Piece::of(Piece::Kind::list);
        std::map<std::string, Piece> translated;
        for (const auto& section : service_.sections) {
            // The words of a section hang on its place in the list: gathered in a tree of their own first.
            std::map<std::string, Piece> outside;
            outside.swap(words_);
            for (const auto& [language, tree] : outside) words_[language];
            Piece piece;
            line(piece, "section", section.title, {});
            feel(piece, "when", section.when);
            piece.add("pages", pages_piece(section.pages, [](const PageDraft& page, const std::string&) {
                          return Path{"pages", page.id};
                      }));
            list.items.push_back(std::move(piece));
            for (auto& [language, tree] : words_) {
                if (std::ranges::none_of(tree.entries, [](const auto& each) { return each.key == "section"; }))
                    tree.entries.insert(
                        tree.entries.begin(),
                        Entry{"section", Piece::line(with_quoted_braces(one_line(section.title.text)))}
                    );
                translated[language].kind = Piece::Kind::list;
                translated[language].items.push_back(std::move(tree));
            }
            words_.swap(outside);
        }
        for (auto& [language, tree] : translated)
            if (!words_[language].empty()) words_[language].add("journey", std::move(tree));
        return list;
    }

    const ServiceDraft& service_;
    std::vector<SharedList> lists_;
    std::map<std::string, Piece> words_;
    std::map<std::string, std::vector<std::string>> missing_;
};

}  // namespace

std::string yaml_scalar(std::string_view text) {
    return is_plain(text) ? std::string(text) : double_quoted(text);
}

WrittenFolder write_folder(const ServiceDraft& service) {
    return FolderWriter(service).write();
}

}  // namespace guildhall::importing
