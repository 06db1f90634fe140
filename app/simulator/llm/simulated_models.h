// The models that the simulator lists: its own under every wire protocol, and a few real names of each so that a client's
// set-up works unchanged. Its own differ in pace, which is what choosing a cheaper model is about. Pure; any thread.
#pragma once

#include <QStringList>

namespace interleave {

/// How a model differs from "sim" under the same profile: factors of every delay, and of a reply whose size is not asked for.
struct ModelPace {
    double time = 1;
    double length = 1;
};

/// Of a model with any other name: that of "sim".
ModelPace paceOf(const QString &model);

/// "sim" and its siblings; they also make embeddings.
QStringList simulatorModels();
QStringList geminiChatModels();
QStringList geminiEmbeddingModels();
QStringList openAiChatModels();
QStringList openAiEmbeddingModels();
QStringList anthropicModels();

/// "Interleave simulator", or what stands for a real one.
QString displayNameOf(const QString &model);

} // namespace interleave
