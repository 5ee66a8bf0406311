/// Writes build/gallery/*.html: whole pages made of the components, for looking at and for the browser's checks.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "html/button.hpp"
#include "html/choice.hpp"
#include "html/decision.hpp"
#include "html/desk.hpp"
#include "html/form.hpp"
#include "html/front.hpp"
#include "html/input.hpp"
#include "html/list.hpp"
#include "html/look.hpp"
#include "html/notice.hpp"
#include "html/page.hpp"
#include "html/text.hpp"
#include "support/source_directory.hpp"

namespace guildhall::html {
namespace {

const Assets assets{
    .stylesheet = "../web/app.css",
    .script = "../web/app.js",
    .icon = "../web/icon.svg",
    .font = "../web/atkinson-hyperlegible-next-latin.woff2"
};

std::vector<Link> footer_links() {
    return {
        {.text = "How we decide", .href = "#decide"},
        {.text = "How we are doing", .href = "#doing"},
        {.text = "Accessibility", .href = "#accessibility"},
        {.text = "Privacy", .href = "#privacy"}
    };
}

Page resident_page(std::string title, Html main) {
    return {
        .title = std::move(title),
        .place = "Eastmere",
        .navigation = {{.text = "Your applications", .href = "#applications"}, {.text = "Inbox", .href = "#inbox"}},
        .signed_in = SignedIn{.csrf = "token"},
        .main = std::move(main),
        .footer = footer_links(),
        .path = "/a/page",
        .assets = assets
    };
}

Html front_page() {
    Page options = resident_page("Services", {});
    options.width = Width::full;
    options.main =
        hero(
            {.title = "What do you need to do?",
             .text = "Apply, report, ask. We ask only what matters, and we tell you why we decided.",
             .own =
                 {.title = "Your applications",
                  .items =
                      {{.title = "Fell a lime tree",
                        .href = "#1",
                        .text = "With a person. You hear by Thursday 26 November."},
                       {.title = "City pass", .href = "#2", .text = "Saved. 3 questions left."}}}}
        ) +
        band(
            section(
                "most", "Asked for most",
                link_list(
                    {{.title = "Apply to fell a tree", .href = "#3", .text = "Free. Most people hear at once."},
                     {.title = "City pass for low incomes", .href = "#4", .text = "Free. Half hear within 4 days."},
                     {.title = "Report a street problem", .href = "#5", .text = "No account needed."},
                     {.title = "Renew a parking permit", .href = "#6", .text = "Costs 48 a year. Takes 2 minutes."}}
                )
            ) +
            section(
                "topics", "Topics",
                link_list(
                    {{.title = "Trees and gardens", .href = "#7", .text = "2 services"},
                     {.title = "Streets and parking", .href = "#8", .text = "5 services"}}
                )
            )
        );
    return page(options);
}

Html guide_page() {
    Page options = resident_page("Apply to fell a tree", {});
    options.back = BackLink{.href = "#back"};
    options.main =
        page_heading("Apply to fell a tree", "Trees and gardens") + lead("Find out if you need a permit, and get it.") +
        facts(
            {{.label = "Costs", .value = "Nothing"},
             {.label = "Takes you", .value = "About 4 minutes"},
             {.label = "You hear", .value = "At once, or within 10 working days"}}
        ) +
        button({.text = "Start now", .href = "#start", .start = true}) +
        steps(
            {{.title = "Measure the trunk", .content = paragraph("Straight across, at 1.3 metres above the ground.")},
             {.title = "Answer the questions",
              .content = paragraph("We ask only those that can still change the answer.")},
             {.title = "Get the answer", .content = paragraph("With the reasons, and what you can do about it.")}}
        ) +
        details(
            {.summary = "What the rules say",
             .text = "The felling bylaw decides by the thickness of the trunk and by the place."}
        );
    return page(options);
}

Html question_page() {
    Page options = resident_page("How thick is the trunk?", {});
    options.has_error = true;
    options.back = BackLink{.href = "#back"};
    options.main =
        error_summary({.errors = {{.text = "Enter the trunk diameter as a number, such as 45", .href = "#trunk"}}}) +
        journey_line("Apply to fell a tree. About 2 questions left.") +
        form(
            {.action = "#answer",
             .csrf = "token",
             .content = input(
                            {.id = "trunk",
                             .name = "trunk",
                             .label =
                                 {.text = "How thick is the trunk, in centimetres?",
                                  .classes = label_l,
                                  .is_page_heading = true},
                             .hint = {.text = "Measure straight across, at 1.3 metres above the ground."},
                             .error = {.text = "Enter the trunk diameter as a number, such as 45"},
                             .value = "thick",
                             .inputmode = "decimal",
                             .suffix = {.text = "cm"},
                             .classes = input_width_5}
                        ) +
                        note(
                            {.title = "Why we ask.",
                             .text = escape("The rules for thin and thick trees differ. ") +
                                     link({.text = "Read the rules", .href = "#rules"})}
                        ) +
                        button_group(
                            button({.text = "Continue"}) + link({.text = "Save and come back later", .href = "#save"})
                        )}
        );
    return page(options);
}

Html choices_page() {
    Page options = resident_page("Tell us more", {});
    options.back = BackLink{.href = "#back"};
    options.main =
        page_heading("Tell us more", "Apply to fell a tree") +
        notification_banner({.text = "Your answers are saved. You can come back until 22 December.", .success = true}) +
        notification_banner({.content = paragraph("We are closed from 24 to 27 December."), .title_id = "notice-2"}) +
        form(
            {.action = "#answer",
             .csrf = "token",
             .content =
                 radios(
                     {.name = "housing",
                      .fieldset = Fieldset{.legend = {.text = "Where do you live?", .classes = legend_m}},
                      .hint = {.text = "Choose the one that fits best."},
                      .items =
                          {{.value = "rent",
                            .text = "I rent",
                            .conditional = input({.name = "landlord", .label = {.text = "Who is your landlord?"}})},
                           {.value = "own",
                            .text = "I own my home",
                            .hint = {.text = "With or without a mortgage"},
                            .checked = true},
                           {.divider = "or"},
                           {.value = "other", .text = "Something else"}}}
                 ) +
                 checkboxes(
                     {.name = "waste",
                      .fieldset = Fieldset{.legend = {.text = "What stands near the tree?", .classes = legend_m}},
                      .error = {.text = "Choose what stands near the tree"},
                      .items =
                          {{.value = "house", .text = "A house"}, {.value = "road", .text = "A road", .checked = true}}}
                 ) +
                 date_input(
                     {.id = "when",
                      .name_prefix = "when",
                      .fieldset = Fieldset{.legend = {.text = "When do you want to fell it?", .classes = legend_m}},
                      .hint = {.text = "For example, 27 3 2027"}}
                 ) +
                 file_upload(
                     {.name = "photo",
                      .label = {.text = "Add a photo of the whole tree"},
                      .hint = {.text = "A JPEG or PNG of up to 10 MB."}}
                 ) +
                 select(
                     {.name = "street",
                      .label = {.text = "Street"},
                      .items = {{.text = "Choose"}, {.text = "Canal Walk", .value = "1"}}}
                 ) +
                 character_count(
                     {.field = {.name = "reason", .label = {.text = "Why do you want to fell the tree?"}},
                      .max_length = 500}
                 ) +
                 inset_text({.text = "As it stands, the rules say no. You can apply anyway: a person then decides."}) +
                 warning_text({.text = "You may be fined if you fell a tree without a permit."}) +
                 button_group(
                     button({.text = "Continue"}) + button({.text = "Save for later", .classes = secondary_button}) +
                     button({.text = "Delete", .classes = warning_button})
                 )}
        );
    return page(options);
}

Html check_page() {
    Page options = resident_page("Check your answers", {});
    options.back = BackLink{.href = "#back"};
    const auto change = [](const char* what) {
        return Action{.text = "Change", .href = "#change", .visually_hidden_text = what};
    };
    options.main = page_heading("Check your answers", "Apply to fell a tree") + heading({.text = "The tree"}) +
                   summary_list(
                       {.rows =
                            {summary_row("How thick is the trunk?", "45 cm", change("the trunk")),
                             summary_row("Where is the tree?", "14 Canal Walk", change("the place")),
                             summary_row("Does it stand in a protected area?", "No", change("the protected area")),
                             summary_row("Photo", "tree.jpg, 2.1 MB", change("the photo"))}}
                   ) +
                   task_list(
                       {.items =
                            {{.title = {.text = "The tree"}, .status = {.text = "Done"}, .href = "#tree"},
                             {.title = {.text = "About you"},
                              .hint = "So that we can tell you",
                              .status = {.tag = Tag{.text = "Not started", .classes = tag_blue}},
                              .href = "#you"}}}
                   ) +
                   form(
                       {.action = "#submit",
                        .csrf = "token",
                        .content = button({.text = "Send it in", .prevent_double_click = true})}
                   );
    return page(options);
}

Html confirmation_page() {
    Page options = resident_page("Sent in", {});
    options.main =
        panel({.title = "Sent in", .text = join({escape("Your reference is "), reference("GH-7K3M-9QXD")})}) +
        section(
            "next", "What happens next",
            paragraph("A person looks at it. You hear by Thursday 26 November, by e-mail and in your inbox here.")
        ) +
        receipt_box(
            {.title = "Keep this page",
             .text = escape("It will be entry 48,213 of our public record. ") +
                     link({.text = "Get the receipt", .href = "#receipt-file", .download = true})}
        );
    return page(options);
}

Html sure_page() {
    Page options = resident_page("Are you sure?", {});
    options.main = panel(
        {.title = "Your answers lead to a refusal",
         .text = paragraph("You can apply anyway. A person then looks at your case."),
         .interruption = true,
         .actions =
             PanelActions{
                 .items = {{.text = "Apply anyway", .type = "submit"}, {.text = "Change an answer", .href = "#change"}}
             }}
    );
    return page(options);
}

Html permit_page() {
    Page options = resident_page("You may fell this tree", {});
    options.width = Width::wide;
    options.main =
        decision_banner(
            {.title = "You may fell this tree",
             .text = join(
                 {escape("Permit "), reference("GH-7K3M-9QXD"),
                  escape(", decided by the published rules on 22 November 2026 at 10:42.")}
             ),
             .tone = Tone::good}
        ) +
        section(
            "why", "Why",
            reasons(
                {{.text = "The trunk is 45 cm thick.", .source = "Over 30 and up to 60 cm, it depends on the place."},
                 {.text = "The tree does not stand in a protected area.",
                  .source = escape("You told us so. ") + link({.text = "See what we looked up", .href = "#looked"})}}
            )
        ) +
        section(
            "next", "What happens next",
            timeline(
                {{.title = "Sent in", .when = "22 November, 10:41", .stage = Stage::done},
                 {.title = "Decided", .when = "22 November, 10:42", .stage = Stage::done},
                 {.title = "Now: fell the tree", .when = "before 22 May 2027", .stage = Stage::now},
                 {.title = "Plant a new one", .when = "before 22 November 2027"}}
            )
        ) +
        button({.text = "Print the permit", .href = "#print"}) +
        receipt_box(
            {.title = "Anyone can check that this has not been changed",
             .text = escape("This decision is entry 48,213 of our public record. ") +
                     link({.text = "Check it", .href = "#check"}) + escape(" or ") +
                     link({.text = "keep the receipt", .href = "#keep"}) + escape(".")}
        );
    return page(options);
}

Html refusal_page() {
    Page options = resident_page("You may not fell this tree", {});
    options.width = Width::wide;
    options.main =
        decision_banner(
            {.title = "You may not fell this tree",
             .text = join(
                 {escape("Case "), reference("GH-2F8P-6TWA"), escape(", decided by a tree officer on 25 November 2026.")
                 }
             ),
             .tone = Tone::stop}
        ) +
        section(
            "why", "Why",
            reasons(
                {{.text = "The tree stands in the canal conservation area.",
                  .source = escape("Felling bylaw, article 4. ") + link({.text = "See the map we used", .href = "#map"})
                 },
                 {.text = "The trunk is 52 cm thick.", .source = "In a protected area, trees over 30 cm are kept."},
                 {.text = "“The lime belongs to the row along the canal, which is protected as a whole.”",
                  .source = "The tree officer, after seeing your photo and the place."}}
            )
        ) +
        section(
            "ways", "What you can do",
            ways(
                {{.title = "Ask for a review",
                  .href = "#review",
                  .text = "By 6 January 2027. Someone else decides. It is free."},
                 {.title = "Apply to thin the crown",
                  .href = "#thin",
                  .text = "We keep your answers. One more question."},
                 {.title = "Talk to us", .href = "#talk", .text = "01632 960 001, or at the desk in the library."}}
            )
        ) +
        section("change", "What would change this", paragraph("Nothing that you can change about the tree.")) +
        receipt_box(
            {.title = "Anyone can check that this has not been changed",
             .text = escape("Entry 48,377 of our public record. ") + link({.text = "Check it", .href = "#check"}) +
                     escape(".")}
        );
    return page(options);
}

Html performance_page() {
    Page options = resident_page("How we are doing", {});
    options.width = Width::wide;
    options.main = page_heading("How we are doing", "Apply to fell a tree") +
                   figures(
                       {{.value = "1,204", .label = "applications"},
                        {.value = "87%", .label = "completed"},
                        {.value = "2 minutes", .label = "half are decided within"},
                        {.value = "71%", .label = "decided automatically"}}
                   ) +
                   table(
                       {.caption = "By month",
                        .caption_classes = caption_m,
                        .head = {{.text = "Month"}, {.text = "Applications", .format = "numeric"}},
                        .rows =
                            {{{.text = "October 2026"}, {.text = "640", .format = "numeric"}},
                             {{.text = "November 2026"}, {.text = "564", .format = "numeric"}}},
                        .first_cell_is_header = true}
                   ) +
                   paragraph(link({.text = "Get the figures (CSV)", .href = "#csv", .download = true}));
    return page(options);
}

DeskPage staff_page(std::string title, Html main) {
    return {
        .title = std::move(title),
        .place = "Eastmere desk",
        .side =
            {{.text = "My cases", .href = "#mine", .count = 7, .current = true},
             {.text = "Due today", .href = "#today", .count = 2},
             {.text = "Team queue", .href = "#queue", .count = 31},
             {.text = "Reviews", .href = "#reviews", .count = 1},
             {.text = "Feedback", .href = "#feedback"}},
        .navigation = {{.text = "My account", .href = "#account"}},
        .signed_in = SignedIn{.csrf = "token", .sign_out_action = "#sign-out"},
        .main = std::move(main),
        .assets = assets
    };
}

Html case_page() {
    const Html told = section(
        "told", "What the resident told us",
        summary_list(
            {.rows =
                 {summary_row(
                      "Photo of the tree", "Scanned, no location inside",
                      Action{.text = "Open the photo", .href = "#photo"}
                  ),
                  summary_row("Place", "14 Canal Walk"), summary_row("Trunk", "52 cm"),
                  summary_row("In their words", "“It darkens the kitchen all day.”")}}
        )
    );
    const Html rules = section(
        "rules", "What the rules say",
        rules_table(
            {.caption = "Felling: refuse",
             .columns = {"Trunk, cm", "Protected", "Outcome"},
             .rules =
                 {{.number = "1",
                   .cells = {{.text = "up to 30", .why_not = "52 is over 30"}, {.text = "any"}, {.text = "Permit"}}},
                  {.number = "2",
                   .cells =
                       {{.text = "over 30 to 60"}, {.text = "no", .why_not = "it is protected"}, {.text = "Permit"}}},
                  {.number = "3",
                   .cells = {{.text = "over 30 to 60"}, {.text = "yes"}, {.text = "Refuse"}},
                   .matched = true},
                  {.number = "4",
                   .cells = {{.text = "over 60", .why_not = "52 is not over 60"}, {.text = "any"}, {.text = "Refuse"}}}}
            }
        )
    );
    const Html decide = decision_box(form(
        {.action = "#decide",
         .csrf = "token",
         .content = radios(
                        {.name = "outcome",
                         .fieldset = Fieldset{.legend = {.text = "Your decision", .classes = legend_m}},
                         .hint = {.text = "Open the photo first. A refusal is yours to make, not the program’s."},
                         .items = {{.value = "grant", .text = "Grant"}, {.value = "refuse", .text = "Refuse"}},
                         .classes = radios_small}
                    ) +
                    textarea({.name = "reason", .label = {.text = "Reason, in words for the resident"}}) +
                    button({.text = "Decide"})}
    ));
    const Html past = section(
        "history", "History",
        history(
            {{.when = "09:14", .text = "Rules evaluated, refusal proposed", .who = "model 7f3a"},
             {.when = "09:13", .text = "Photo scanned and accepted"},
             {.when = "09:11", .text = "Sent in by the resident"}}
        )
    );
    return desk_page(staff_page(
        "GH-2F8P-6TWA", case_header(
                            {.title = "Lime tree, 14 Canal Walk",
                             .caption = "Apply to fell a tree, GH-2F8P-6TWA",
                             .state = chip("Needs a person", Tone::wait) + chip("Due in 3 working days", Tone::info) +
                                      escape("Assigned to you")}
                        ) + case_columns(told + rules, decide + past)
    ));
}

Html queue_page() {
    return desk_page(staff_page(
        "My cases",
        case_header({.title = "My cases"}) +
            stacking_table(
                {.caption = "Sorted by what is due",
                 .columns = {"Case", "Service", "State", "Due"},
                 .rows =
                     {{link({.text = "GH-2F8P-6TWA", .href = "#1"}), "Fell a tree", chip("Needs a person", Tone::wait),
                       "in 3 working days"},
                      {link({.text = "GH-7K3M-9QXD", .href = "#2"}), "Fell a tree", chip("Late", Tone::stop),
                       "2 days ago"},
                      {link({.text = "GH-1A2B-3C4D", .href = "#3"}), "City pass", chip("Granted", Tone::good), "done"}}}
            ) +
            pagination({.previous = {.href = "#before"}, .next = {.href = "#after"}})
    ));
}

TEST(Gallery, WritesWholePagesWhoseOwnClassesAreAllStyled) {
    const std::filesystem::path source = guildhall::tests::source_directory();
    const std::filesystem::path folder = source / "build/gallery";
    std::filesystem::create_directories(folder);

    std::string styles;
    for (const auto& file : std::filesystem::directory_iterator(source / "web/styles")) {
        std::ifstream in(file.path());
        styles.append(std::istreambuf_iterator<char>(in), {});
    }
    ASSERT_FALSE(styles.empty());

    const std::vector<std::pair<std::string, Html>> pages{
        {"front", front_page()},       {"guide", guide_page()},
        {"question", question_page()}, {"choices", choices_page()},
        {"check", check_page()},       {"sent", confirmation_page()},
        {"sure", sure_page()},         {"permit", permit_page()},
        {"refusal", refusal_page()},   {"performance", performance_page()},
        {"case", case_page()},         {"queue", queue_page()}
    };
    for (const auto& [name, markup] : pages) {
        std::ofstream(folder / (name + ".html")) << markup.text();
        EXPECT_EQ(markup.text().find(" style="), std::string::npos) << name;
        EXPECT_EQ(markup.text().find("<script>"), std::string::npos) << name;
        // Every class of ours that a page uses is written out in the styles.
        const std::string& text = markup.text();
        for (std::size_t at = text.find("gh-"); at != std::string::npos; at = text.find("gh-", at + 1)) {
            const char before = at == 0 ? ' ' : text[at - 1];
            if (before != '"' && before != ' ') {
                continue;
            }
            const std::string used = text.substr(at, text.find_first_of("\" ", at) - at);
            const bool has_own_rule = styles.find("." + used) != std::string::npos;
            const bool is_neutral = used.ends_with("--plain") || used.ends_with("--later") || used.ends_with("__words");
            EXPECT_TRUE(has_own_rule || is_neutral) << name << " uses ." << used << ", which no style knows";
        }
    }
}

}  // namespace
}  // namespace guildhall::html
