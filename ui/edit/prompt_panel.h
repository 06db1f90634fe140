// The first column of the Edit workspace: the list of prompts, the editor of the current one, and at the bottom, never
// scrolled away, the endpoint. GUI thread.
#pragma once

#include <QFrame>

namespace interleave {

class EndpointPanel;
class NoticeBar;
class PanelHeader;
class PromptEditor;
class PromptList;
class PromptListModel;
class ScenarioDocument;

class PromptPanel : public QFrame
{
    Q_OBJECT
public:
    explicit PromptPanel(ScenarioDocument &document, QWidget *parent = nullptr);

    EndpointPanel *endpointPanel() const { return m_endpoint; }
    PromptList *list() const { return m_list; }

public Q_SLOTS:
    void addPrompt();
    /// Asks for files and inserts their prompts after the current one.
    void importPrompts();

private:
    void showCount();

    ScenarioDocument &m_document;
    PromptListModel *m_model;
    PanelHeader *m_header;
    NoticeBar *m_notice;
    PromptList *m_list;
    PromptEditor *m_editor;
    EndpointPanel *m_endpoint;
};

} // namespace interleave
