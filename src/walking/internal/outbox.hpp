#pragma once
/// The folder in which a server without SMTP keeps its mail, as somebody who is asked to take part finds their link.

#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace guildhall::walking::internal {

/// One thread.
class Outbox {
public:
    /// Empty: there is none.
    explicit Outbox(std::filesystem::path folder);

    [[nodiscard]] bool is_there() const { return !folder_.empty(); }
    /// The paths of links to take part, `/parties/ID/open/KEY`, in mail that came since the last call; waits up to
    /// 20 s for the first.
    [[nodiscard]] std::vector<std::string> new_invitations();

private:
    [[nodiscard]] std::vector<std::string> look();
    std::filesystem::path folder_;
    std::set<std::string> seen_;  ///< names of files
};

}  // namespace guildhall::walking::internal
