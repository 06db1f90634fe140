#include "analysis/analyzer.h"

#include "analysis/each_analyzer.h"

namespace interleave {

const std::vector<Analyzer> &analyzers()
{
    static const std::vector<Analyzer> list{
        {QStringLiteral("word-count"), QStringLiteral("Word count"), QStringLiteral("Counts words, sentences and characters."), countWords},
        {QStringLiteral("token-estimate"), QStringLiteral("Token estimate"),
         QStringLiteral("Estimates tokens from the text alone, to hold against the server's own count."), estimateTokenCount},
        {QStringLiteral("sentiment"), QStringLiteral("Sentiment"),
         QStringLiteral("Rates English text from negative to positive with a small lexicon."), rateSentiment},
        {QStringLiteral("readability"), QStringLiteral("Readability"),
         QStringLiteral("Computes the Flesch reading ease and the Flesch-Kincaid grade of English text."), measureReadability},
        {QStringLiteral("keywords"), QStringLiteral("Keywords"), QStringLiteral("Lists the ten most frequent words that carry meaning."),
         findKeywords},
        {QStringLiteral("json-validity"), QStringLiteral("JSON check"),
         QStringLiteral("Tells whether the reply, or its first fenced block, is valid JSON."), checkJson},
    };
    return list;
}

const Analyzer *findAnalyzer(const QString &id)
{
    for (const Analyzer &analyzer : analyzers()) {
        if (analyzer.id == id)
            return &analyzer;
    }
    return nullptr;
}

QJsonObject analyze(const QString &text, const QStringList &names, double cpuMs, const StopFlag *stop)
{
    QJsonObject results;
    for (const QString &name : names) {
        if (stop && stop->load(std::memory_order_relaxed))
            return results;
        if (const Analyzer *analyzer = findAnalyzer(name))
            results[name] = analyzer->analyze(text);
    }
    if (const double burnt = burnCpu(cpuMs, stop); burnt > 0)
        results[QStringLiteral("cpu-burn")] = QJsonObject{{QStringLiteral("cpu_ms"), burnt}};
    return results;
}

} // namespace interleave
