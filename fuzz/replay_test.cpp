// A short run of a fuzz target that is the same every time, in any build: what it begins with, and changes to it drawn
// from a fixed seed. A target that finds something aborts, or a sanitizer does.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "support/source_directory.hpp"
#include "support/thorough.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace guildhall {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> seeds() {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(tests::source_directory() / "fuzz/corpus" / GUILDHALL_FUZZ_TARGET))
        files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    std::vector<std::string> texts;
    for (const fs::path& file : files) texts.push_back(tests::text_of(file));
    return texts;
}

class Changes {
public:
    explicit Changes(const std::vector<std::string>& seeds) : seeds_(seeds) {}

    std::string next() {
        std::string text = any();
        for (std::size_t left = 1 + below(4); left > 0; --left) change(text);
        return text;
    }

private:
    std::size_t below(std::size_t limit) { return limit == 0 ? 0 : random_() % limit; }
    const std::string& any() { return seeds_[below(seeds_.size())]; }

    void change(std::string& text) {
        const std::size_t at = below(text.size() + 1);
        const std::string& other = any();
        const std::size_t from = below(other.size() + 1);
        const std::size_t length = below(40);
        switch (below(5)) {
            case 0:
                text.erase(at, length);
                break;
            case 1:
                text.insert(at, other, from, length);
                break;
            case 2:
                text.replace(at, std::min(length, text.size() - at), other, from, length);
                break;
            case 3:
                if (at < text.size()) text[at] = static_cast<char>(random_());
                break;
            default:
                text.insert(at, text.substr(at, length));
                break;
        }
    }

    const std::vector<std::string>& seeds_;
    std::mt19937 random_{20'261'122};
};

TEST(Replay, StandsWhatItBeginsWithAndChangesToIt) {
    const std::vector<std::string> texts = seeds();
    ASSERT_FALSE(texts.empty());
    const auto run = [](const std::string& text) {
        EXPECT_EQ(LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()), 0);
    };
    for (const std::string& text : texts) run(text);
    Changes changes(texts);
    for (unsigned i = 0; i < tests::tries(1'000, 20'000); ++i) run(changes.next());
}

}  // namespace
}  // namespace guildhall
