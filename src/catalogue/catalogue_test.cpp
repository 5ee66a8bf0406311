#include "catalogue/catalogue.hpp"

#include <gtest/gtest.h>

#include "catalogue/testing.hpp"

namespace guildhall::catalogue {
namespace {

using testing::all_text;
using testing::replaced;
using testing::ScratchFolder;
using testing::small_service;

class CatalogueTest : public ::testing::Test {
protected:
    void SetUp() override { scratch_.write("book-a-hall/service.yaml", small_service); }

    base::Result<std::unique_ptr<Catalogue>> open(bool dev = false) {
        complaints_.clear();
        return Catalogue::open({scratch_.path(), dev}, *store_, log_, complaints_);
    }
    void write(const std::string& yaml) const { scratch_.write("book-a-hall/service.yaml", yaml); }

    ScratchFolder scratch_;
    base::NullLog log_;
    base::Complaints complaints_;
    std::unique_ptr<store::Store> store_ = store::open_for_test(store::all_migrations());
};

TEST_F(CatalogueTest, OffersWhatTheFoldersSay) {
    scratch_.write("bank/address.yaml", "ask: Q\n");
    const auto catalogue = open();
    ASSERT_TRUE(catalogue.ok()) << all_text(complaints_);
    ASSERT_NE((*catalogue)->get("book-a-hall"), nullptr);
    EXPECT_EQ((*catalogue)->get("bank"), nullptr);
    EXPECT_EQ((*catalogue)->all().size(), 1U);
    EXPECT_EQ((*catalogue)->search("hall").size(), 1U);
    ASSERT_EQ((*catalogue)->topics().size(), 1U);
    EXPECT_EQ((*catalogue)->topics()[0].slug, "culture");
    EXPECT_EQ((*catalogue)->topics()[0].services.size(), 1U);
}

TEST_F(CatalogueTest, OldVersionsStillLoad) {
    std::string old_hash;
    {
        const auto catalogue = open();
        ASSERT_TRUE(catalogue.ok());
        old_hash = (*catalogue)->get("book-a-hall")->hash;
    }
    write(replaced(replaced(small_service, "version: 1", "version: 2"), "Book a hall", "Rent a hall"));
    const auto catalogue = open();
    ASSERT_TRUE(catalogue.ok()) << all_text(complaints_);
    EXPECT_EQ((*catalogue)->get("book-a-hall")->title, "Rent a hall");
    const auto old = (*catalogue)->by_hash(old_hash);
    ASSERT_TRUE(old.ok());
    EXPECT_EQ((*old)->title, "Book a hall");
    EXPECT_EQ((*old)->version, 1);
    EXPECT_EQ((*catalogue)->by_hash(old_hash).value(), *old) << "read once, then kept";
    EXPECT_EQ((*catalogue)->by_hash("0000").error().code, base::ErrorCode::not_found);
}

TEST_F(CatalogueTest, APublishedVersionNeverChanges) {
    ASSERT_TRUE(open().ok());
    write(replaced(small_service, "Book a hall", "Rent a hall"));
    EXPECT_FALSE(open().ok());
    EXPECT_NE(all_text(complaints_).find("raise `version:` to publish a change"), std::string::npos)
        << all_text(complaints_);
    EXPECT_TRUE(open(true).ok()) << "in dev mode it may";
    write(small_service);
    EXPECT_TRUE(open().ok()) << "what dev mode saw was never published";
}

TEST_F(CatalogueTest, ABrokenFolderKeepsTheServerFromStarting) {
    write("service: book-a-hall\n");
    const auto catalogue = open();
    ASSERT_FALSE(catalogue.ok());
    EXPECT_NE(all_text(complaints_).find("`title:` is missing"), std::string::npos);
}

TEST_F(CatalogueTest, AMissingDirectoryIsAnError) {
    const auto catalogue = Catalogue::open({scratch_.path() / "nowhere", false}, *store_, log_, complaints_);
    EXPECT_FALSE(catalogue.ok());
}

TEST_F(CatalogueTest, DevModeSeesChangesAtTheNextLook) {
    const auto opened = open(true);
    ASSERT_TRUE(opened.ok());
    const Catalogue& catalogue = **opened;
    const ServicePointer held = catalogue.get("book-a-hall");
    ASSERT_NE(held, nullptr);

    write(replaced(small_service, "Book a hall", "Rent a big hall"));
    EXPECT_EQ(catalogue.get("book-a-hall")->title, "Rent a big hall");
    EXPECT_EQ(held->title, "Book a hall") << "what is held stays whole";
    EXPECT_EQ(catalogue.by_hash(held->hash).value()->title, "Book a hall");

    write("service: book-a-hall\nversion: 1\ntitel: x\n");
    EXPECT_EQ(catalogue.get("book-a-hall"), nullptr);
    EXPECT_NE(
        all_text(catalogue.complaints("book-a-hall")).find("book-a-hall/service.yaml:3:1: error: unknown key `titel`"),
        std::string::npos
    );

    write(small_service);
    EXPECT_NE(catalogue.get("book-a-hall"), nullptr);
    EXPECT_TRUE(catalogue.complaints("book-a-hall").empty());

    scratch_.write(
        "other/service.yaml", replaced(replaced(small_service, "book-a-hall", "other"), "Book a hall", "Another")
    );
    EXPECT_EQ(catalogue.all().size(), 2U);
    std::filesystem::remove_all(scratch_.path() / "other");
    EXPECT_EQ(catalogue.all().size(), 1U);
}

TEST_F(CatalogueTest, WithoutDevModeNothingChangesWhileItRuns) {
    const auto catalogue = open();
    ASSERT_TRUE(catalogue.ok());
    write("broken");
    EXPECT_NE((*catalogue)->get("book-a-hall"), nullptr);
}

}  // namespace
}  // namespace guildhall::catalogue
