// Reference values of the published fibre model (tests/validation/fibre/README.md).
#pragma once

#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace wryneck::test {

/// A small file of comma-separated columns with one heading each.
class Columns {
public:
    explicit Columns(const std::string& name) {
        const char* root = std::getenv("WRYNECK_SOURCE_DIR");
        std::ifstream file(std::string(root ? root : ".") + "/tests/validation/fibre/" + name);
        std::string line, cell;
        std::getline(file, line);
        for (std::istringstream heads(line); std::getline(heads, cell, ',');) heads_.push_back(cell);
        while (std::getline(file, line)) {
            std::size_t column = 0;
            for (std::istringstream cells(line); std::getline(cells, cell, ',');)
                columns_[heads_.at(column++)].push_back(cell);
        }
    }

    [[nodiscard]] const std::vector<std::string>& heads() const { return heads_; }
    [[nodiscard]] const std::vector<std::string>& text(const std::string& head) const { return columns_.at(head); }
    [[nodiscard]] std::vector<double> numbers(const std::string& head) const {
        std::vector<double> all;
        for (const std::string& cell : text(head)) all.push_back(std::stod(cell));
        return all;
    }

private:
    std::vector<std::string> heads_;
    std::map<std::string, std::vector<std::string>> columns_;
};

}  // namespace wryneck::test
