// What people type into the search, over one small service.

#include <cstdint>
#include <cstdlib>
#include <memory>

#include "base/bytes.hpp"
#include "catalogue/search.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace guildhall;
    static const catalogue::SearchIndex index = [] {
        auto service = std::make_shared<catalogue::Service>();
        service->id = "fell-a-tree";
        service->title = "Fell or prune a tree";
        service->summary = "Ask for a permit to fell trees, Bäume, деревья or 木.";
        service->topics = {"environment"};
        service->keywords = {"felling", "branches"};
        return catalogue::SearchIndex({service});
    }();
    if (index.search(base::text_of(base::ByteView(data, size))).size() > 1) std::abort();
    return 0;
}
