#pragma once
// Curves as an SVG file that any browser shows and prints: panels below each other over one horizontal axis.

#include <algorithm>
#include <fstream>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

struct Curve {
    std::string name;
    std::vector<double> x, y;
};
struct Panel {
    std::string title;
    std::vector<Curve> curves;
};

inline std::pair<double, double> limits(const std::vector<Curve>& curves, std::vector<double> Curve::*values) {
    double low = 1e300, high = -1e300;
    for (const Curve& c : curves)
        for (const double v : c.*values) low = std::min(low, v), high = std::max(high, v);
    if (!(low <= high)) return {0, 1};
    return low < high ? std::pair{low, high} : std::pair{low - 1, high + 1};
}

/// Writes the file and says so; false where it cannot be written.
inline bool draw(const std::string& path, const std::string& x_title, const std::vector<Panel>& panels) {
    static constexpr const char* colours[] = {"#1f5a8c", "#c2681a", "#3f7d4e", "#7b3fa0"};
    constexpr double width = 640, height = 150, left = 60, right = 20, top = 26;
    const double whole = height * static_cast<double>(panels.size()) + 40;
    std::ofstream out(path);
    out << "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " << width << ' ' << whole
        << "\" font-family=\"sans-serif\" font-size=\"11\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n";
    const auto text = [&](double x, double y, const char* anchor, const std::string& what,
                          const char* colour = "#333") {
        out << "<text x=\"" << x << "\" y=\"" << y << "\" text-anchor=\"" << anchor << "\" fill=\"" << colour << "\">"
            << what << "</text>\n";
    };
    const auto number = [](double v) {
        std::string s = std::to_string(v);
        return s.substr(0, s.find('.') + 3);
    };
    for (std::size_t k = 0; k < panels.size(); ++k) {
        const double y0 = height * static_cast<double>(k) + top, y1 = y0 + height - top - 12, x1 = width - right;
        const auto [x_low, x_high] = limits(panels[k].curves, &Curve::x);
        const auto [y_low, y_high] = limits(panels[k].curves, &Curve::y);
        out << "<rect x=\"" << left << "\" y=\"" << y0 << "\" width=\"" << x1 - left << "\" height=\"" << y1 - y0
            << "\" fill=\"none\" stroke=\"#bbb\"/>\n";
        text(left, y0 - 6, "start", panels[k].title), text(left - 5, y0 + 9, "end", number(y_high)),
            text(left - 5, y1, "end", number(y_low));
        if (k + 1 == panels.size())
            text(left, y1 + 14, "start", number(x_low)), text(x1, y1 + 14, "end", number(x_high)),
                text((left + x1) / 2, y1 + 14, "middle", x_title);
        double legend = x1;
        for (std::size_t c = 0; c < panels[k].curves.size(); ++c) {
            const Curve& curve = panels[k].curves[c];
            out << "<polyline fill=\"none\" stroke-width=\"1.4\" stroke=\"" << colours[c % 4] << "\" points=\"";
            for (std::size_t i = 0; i < curve.x.size(); ++i)
                out << left + (curve.x[i] - x_low) / (x_high - x_low) * (x1 - left) << ','
                    << y1 - (curve.y[i] - y_low) / (y_high - y_low) * (y1 - y0) << ' ';
            out << "\"/>\n";
            text(legend, y0 - 6, "end", curve.name, colours[c % 4]);
            legend -= 6.5 * static_cast<double>(curve.name.size()) + 12;
        }
    }
    out << "</svg>\n";
    (out ? std::cout : std::cerr) << (out.flush() ? "written: " : "cannot be written: ") << path << '\n';
    return static_cast<bool>(out);
}
