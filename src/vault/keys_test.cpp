#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "vault/vault.hpp"

namespace guildhall::vault {
namespace {

using base::ErrorCode;

class Keys : public testing::Test {
protected:
    Keys() {
        std::string name = (std::filesystem::temp_directory_path() / "keys-test-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no scratch folder");
        root_ = name;
    }
    ~Keys() override {
        std::error_code error;
        std::filesystem::remove_all(root_, error);
    }
    static unsigned mode(const std::filesystem::path& path) {
        struct stat status{};
        return ::lstat(path.c_str(), &status) == 0 ? status.st_mode & 07777 : 0;
    }
    /// The detail and code of the refusal.
    void expect_refused(ErrorCode code, std::string_view words) {
        const auto loaded = load_keys(directory_);
        ASSERT_FALSE(loaded.ok());
        EXPECT_EQ(loaded.error().code, code) << loaded.error().detail.text;
        EXPECT_NE(loaded.error().detail.text.find(words), std::string::npos) << loaded.error().detail.text;
    }

    std::filesystem::path root_;
    std::filesystem::path directory_;
    base::SystemRandom random_;
};

TEST_F(Keys, LoadWhatWasCreated) {
    directory_ = root_ / "data" / "keys";
    const auto made = create_keys(directory_, random_);
    ASSERT_TRUE(made.ok()) << made.error().detail.text;
    EXPECT_EQ(mode(directory_), 0700U);
    for (const auto* name : {"instance.key", "index.key", "log.key"}) EXPECT_EQ(mode(directory_ / name), 0600U) << name;
    const auto loaded = load_keys(directory_);
    ASSERT_TRUE(loaded.ok()) << loaded.error().detail.text;
    EXPECT_TRUE(crypto::equal(made->instance.bytes(), loaded->instance.bytes()));
    EXPECT_TRUE(crypto::equal(made->index.bytes(), loaded->index.bytes()));
    EXPECT_EQ(made->log.seed, loaded->log.seed);
    EXPECT_FALSE(crypto::equal(made->instance.bytes(), made->index.bytes()));
}

TEST_F(Keys, AreNeverOverwritten) {
    directory_ = root_ / "keys";
    const auto first = create_keys(directory_, random_);
    ASSERT_TRUE(first.ok());
    const auto second = create_keys(directory_, random_);
    ASSERT_FALSE(second.ok());
    EXPECT_EQ(second.error().code, ErrorCode::conflict);
    std::filesystem::remove(directory_ / "instance.key");
    EXPECT_FALSE(create_keys(directory_, random_).ok()) << "one key that is there is enough to refuse";
    EXPECT_FALSE(std::filesystem::exists(directory_ / "instance.key"));
}

TEST_F(Keys, RefusesWhatOthersMayRead) {
    directory_ = root_ / "keys";
    ASSERT_TRUE(create_keys(directory_, random_).ok());
    for (const mode_t wide : {0640, 0604, 0660, 0644}) {
        ASSERT_EQ(::chmod((directory_ / "index.key").c_str(), wide), 0);
        expect_refused(ErrorCode::forbidden, "chmod 0600");
    }
    ASSERT_EQ(::chmod((directory_ / "index.key").c_str(), 0600), 0);
    ASSERT_EQ(::chmod(directory_.c_str(), 0750), 0);
    expect_refused(ErrorCode::forbidden, "chmod 0700");
    ASSERT_EQ(::chmod(directory_.c_str(), 0700), 0);
    EXPECT_TRUE(load_keys(directory_).ok());
}

TEST_F(Keys, RefusesWrongSizesAndContents) {
    directory_ = root_ / "keys";
    ASSERT_TRUE(create_keys(directory_, random_).ok());
    const auto path = directory_ / "log.key";
    const auto write = [&](const std::string& text) { std::ofstream(path, std::ios::trunc) << text; };
    write("");
    expect_refused(ErrorCode::invalid_input, "log.key holds 0 bytes");
    write(std::string(64, 'a'));
    expect_refused(ErrorCode::invalid_input, "holds 64 bytes");
    write(std::string(1000, 'a'));
    expect_refused(ErrorCode::invalid_input, "holds 1000 bytes");
    write(std::string(63, 'a') + "g\n");
    expect_refused(ErrorCode::invalid_input, "hexadecimal");
    write(std::string(65, 'a'));
    expect_refused(ErrorCode::invalid_input, "line break");
}

TEST_F(Keys, RefusesWhatIsMissingOrNoPlainFile) {
    directory_ = root_ / "keys";
    expect_refused(ErrorCode::not_found, "keys init");
    ASSERT_TRUE(create_keys(directory_, random_).ok());
    std::filesystem::rename(directory_ / "index.key", root_ / "elsewhere");
    expect_refused(ErrorCode::not_found, "index.key is missing");
    std::filesystem::create_symlink(root_ / "elsewhere", directory_ / "index.key");
    expect_refused(ErrorCode::unavailable, "index.key");
    std::filesystem::remove(directory_ / "index.key");
    std::filesystem::create_directory(directory_ / "index.key");
    ASSERT_EQ(::chmod((directory_ / "index.key").c_str(), 0700), 0);
    expect_refused(ErrorCode::invalid_input, "not a plain file");
}

}  // namespace
}  // namespace guildhall::vault
