#include "html/form.hpp"

#include "html/internal/markup.hpp"

namespace guildhall::html {

using internal::Markup;

Html form(const Form& options) {
    Markup m;
    m.raw(R"(<form method="post")").attribute_if("id", options.id).attribute("action", options.action);
    if (options.multipart) {
        m.raw(R"( enctype="multipart/form-data")");
    }
    m.raw(" novalidate>");
    // First in the body, so that a streaming reader knows the token before any file.
    if (!options.csrf.empty()) {
        m.add(hidden_field("csrf", options.csrf));
    }
    return m.add(options.content).raw("</form>").take();
}

Html get_form(const std::string& action, const Html& content) {
    return Markup()
        .raw(R"(<form method="get")")
        .attribute("action", action)
        .raw(">")
        .add(content)
        .raw("</form>")
        .take();
}

Html hidden_field(const std::string& name, const std::string& value) {
    return Markup().raw(R"(<input type="hidden")").attribute("name", name).attribute("value", value).raw(">").take();
}

}  // namespace guildhall::html
