#pragma once
// What the benchmark programs share: time, the machine, a table on the terminal and the last result as JSON.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace bench {

class Stopwatch {
public:
    [[nodiscard]] double seconds() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }

private:
    using Clock = std::chrono::steady_clock;
    Clock::time_point start_ = Clock::now();
};

/// The shortest of several runs: what the machine can do when nothing disturbs it.
template <class F>
double fastest(int times, F&& f) {
    double best = 1e300;
    for (int k = 0; k < times; ++k) {
        const Stopwatch watch;
        f();
        best = std::min(best, watch.seconds());
    }
    return best;
}

inline std::string line_of(const char* file, std::string_view start) {
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);)
        if (line.starts_with(start))
            return line.substr(std::min(line.size(), line.find_first_not_of(" \t:", start.size())));
    return "unknown";
}

inline double load_average() {
    double load = -1;
    std::ifstream("/proc/loadavg") >> load;
    return load;
}

inline std::string machine() {
    return line_of("/proc/cpuinfo", "model name") + ", " + std::to_string(std::thread::hardware_concurrency()) +
           " processors, compiler " + __VERSION__;
}

inline std::string number(double v, const char* format = "%.4g") {
    char text[64];
    std::snprintf(text, sizeof text, format, v);
    return text;
}

/// One table with its head. `--quick` runs small settings and records nothing.
class Table {
public:
    Table(std::string name, std::string motive, std::string peer, std::vector<std::string> columns)
        : name_(std::move(name)),
          motive_(std::move(motive)),
          peer_(std::move(peer)),
          columns_(std::move(columns)),
          load_(load_average()) {
        std::printf("Motive:  %s\nMachine: %s; load %.2f\nPeer:    %s\n\n", motive_.c_str(), machine().c_str(), load_,
                    peer_.c_str());
    }

    void row(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
    void note(std::string text) { notes_.push_back(std::move(text)); }

    void print() const {
        std::vector<std::size_t> width;
        for (std::size_t c = 0; c < columns_.size(); ++c) {
            std::size_t w = columns_[c].size();
            for (const auto& r : rows_) w = std::max(w, r[c].size());
            width.push_back(w);
        }
        line(columns_, width);
        for (const auto& r : rows_) line(r, width);
        for (const auto& n : notes_) std::printf("%s\n", n.c_str());
        std::fflush(stdout);
    }

    void record() const {
        const std::filesystem::path folder("benchmarks/results");
        if (!std::filesystem::is_directory(folder.parent_path())) return;  // not called from the top of the project
        std::filesystem::create_directory(folder);
        std::ofstream out(folder / (name_ + ".json"));
        out << "{\n  \"benchmark\": " << quoted(name_) << ",\n  \"motive\": " << quoted(motive_)
            << ",\n  \"machine\": " << quoted(machine()) << ",\n  \"load\": " << number(load_)
            << ",\n  \"peer\": " << quoted(peer_) << ",\n  \"columns\": " << list(columns_) << ",\n  \"rows\": [";
        for (std::size_t i = 0; i < rows_.size(); ++i) out << (i ? ",\n    " : "\n    ") << list(rows_[i]);
        out << "\n  ],\n  \"notes\": " << list(notes_) << "\n}\n";
    }

private:
    static void line(const std::vector<std::string>& cells, const std::vector<std::size_t>& width) {
        for (std::size_t c = 0; c < cells.size(); ++c)
            std::printf(c ? "  %*s" : "%-*s", static_cast<int>(width[c]), cells[c].c_str());
        std::printf("\n");
    }
    static std::string quoted(const std::string& text) {
        std::string out = "\"";
        for (const char c : text) out += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
        return out + '"';
    }
    static std::string list(const std::vector<std::string>& all) {
        std::string out = "[";
        for (std::size_t i = 0; i < all.size(); ++i) out += (i ? ", " : "") + quoted(all[i]);
        return out + "]";
    }

    std::string name_, motive_, peer_;
    std::vector<std::string> columns_;
    std::vector<std::vector<std::string>> rows_;
    std::vector<std::string> notes_;
    double load_;
};

inline bool asked(int argc, char** argv, std::string_view flag) {
    return std::find(argv + 1, argv + argc, flag) != argv + argc;
}

}  // namespace bench
