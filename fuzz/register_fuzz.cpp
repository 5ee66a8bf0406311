// The reader of registers and of what address servers answer: a table or complaints with their place; every row is
// found by its key.

#include <cstdint>
#include <cstdlib>
#include <string>

#include "registers/addresses.hpp"
#include "registers/register.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace guildhall;
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    const auto read = registers::read_register(bytes, "r.csv");
    if ((read.table == nullptr) == read.complaints.empty()) std::abort();
    for (const auto& complaint : read.complaints)
        if (complaint.place.line < 1 || complaint.message.empty()) std::abort();
    if (read.table) {
        base::Complaints complaints;
        const registers::RegisterIndex index(read.table, {0}, "r.csv", complaints);
        if (complaints.empty()) {
            for (std::size_t row = 0; row < read.table->rows(); ++row)
                if (index.find({std::string{read.table->cell(row, 0)}}) != row) std::abort();
        }
        if (const auto source = registers::addresses_of(read.table)) (void)(*source)->find(bytes.substr(0, 50));
    }
    if (const auto addresses = registers::read_addresses(bytes)) {
        for (const auto& address : *addresses)
            if (address.line1.empty() || address.town.empty()) std::abort();
    }
    return 0;
}
