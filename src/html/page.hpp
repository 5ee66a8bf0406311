#pragma once
/// The frame of every page: a whole document around the main content. No inline style or script, for a strict CSP.

#include <optional>
#include <string>
#include <vector>

#include "html/html.hpp"
#include "html/navigation.hpp"
#include "html/text.hpp"

namespace guildhall::html {

/// Where the browser finds what the page looks like.
struct Assets {
    std::string stylesheet{"/assets/app.css"};
    std::string script{"/assets/app.js"};
    std::string icon{"/assets/icon.svg"};
    std::string font{"/assets/atkinson-hyperlegible-next-latin.woff2"
    };  ///< asked for at once, so that text does not jump
    std::string theme{"#083d31"};  ///< the header's colour
};

/// The words of the frame, in the page's language.
struct FrameWords {
    std::string skip_to_main{"Skip to main content"};
    std::string account{"Account"};
    std::string about{"About this site"};
    std::string sign_in{"Sign in"};
    std::string sign_out{"Sign out"};
    std::string feedback{"Tell us what you think of this page"};
    std::string error_prefix{"Error: "};
    std::string back{"Back"};
    std::string desk{"Desk"};
    std::string languages{"Language"};
};

/// Who is at the keyboard.
struct SignedIn {
    std::string csrf{};  ///< for the sign-out form
    std::string sign_out_action{"/sign-out"};
};

/// For whom the person at the keyboard acts: a line under the header of every page, with the way out of it.
struct ActingFor {
    std::string text{};  ///< "You act for Ann Smith"
    std::string stop{};  ///< "Stop"
    std::string stop_action{};
    std::string csrf{};
    std::string label{};  ///< what the line is, for who cannot see it
    Link others{};        ///< to the list of people; no link without an address
};

enum class Width {
    reading,  ///< one column as wide as a line reads well: questions, letters, most pages
    wide,     ///< the page's whole width: tables
    full,     ///< edge to edge: the content makes its own bands with `band`
};

struct Page {
    std::string title{};         ///< of the page alone; the place is added
    bool has_error = false;      ///< puts "Error: " before the title
    std::string language{"en"};  ///< BCP 47
    bool right_to_left = false;
    std::string title_language{};  ///< BCP 47, when the title is in another language than the page
    std::string place{};           ///< the council's or agency's name
    std::string home{"/"};
    std::vector<Link> navigation{};  ///< in the header: your applications, …
    std::vector<Link> languages{};  ///< this page in each of them, the current one marked; shown when there are several
    std::optional<SignedIn> signed_in{};
    std::optional<ActingFor> acting{};
    std::string sign_in_href{};  ///< shown while nobody is signed in; no link where empty
    std::optional<BackLink> back{};
    Html main{};
    Width width = Width::reading;
    std::vector<Link> footer{};
    std::string about{};                     ///< at the very end: who runs this, and how to reach them
    std::string path{};                      ///< of this page, for the feedback link; no link where empty
    std::string feedback_href{"/feedback"};  ///< gets `?page=` and the path
    bool keep_out_of_search = false;         ///< pages about a person
    Assets assets{};
    FrameWords words{};
};
[[nodiscard]] Html page(const Page& options);

struct DeskLink {
    std::string text{};
    std::string href{};
    std::optional<int> count{};
    bool current = false;
};

/// The frame of the staff's pages: the side navigation stands beside the content, above it on a narrow screen.
struct DeskPage {
    std::string title{};
    bool has_error = false;
    std::string language{"en"};
    std::string place{};  ///< "Eastmere desk"
    std::string home{"/desk"};
    std::vector<DeskLink> side{};
    std::vector<Link> navigation{};
    std::optional<SignedIn> signed_in{};
    Html main{};
    Assets assets{};
    FrameWords words{};
};
[[nodiscard]] Html desk_page(const DeskPage& options);

/// `path?page=…`, with the page percent-encoded (RFC 3986, 2.1).
[[nodiscard]] std::string with_query(const std::string& path, const std::string& name, const std::string& value);

}  // namespace guildhall::html
