// The Export menu: charts as pictures, and every exporter of the engine. Asks where, writes in the thread pool (pictures in
// the GUI thread, which painting needs), and says what was written. GUI thread.
#pragma once

#include <QObject>

QT_BEGIN_NAMESPACE
class QMenu;
class QWidget;
QT_END_NAMESPACE

namespace interleave {

class RunController;

class ResultExport : public QObject
{
    Q_OBJECT
public:
    ResultExport(RunController &controller, QWidget *window);

    QMenu *menu() const { return m_menu; }
    void popUpMenu();

Q_SIGNALS:
    void done(const QString &sentence);
    void failed(const QString &sentence);

private:
    void exportPicture(const QString &name);
    void exportPage();
    void tell(const QString &path, const QString &problem);
    void exportFormat(const QString &id);
    QString askPath(const QString &fileName) const;

    RunController &m_controller;
    QWidget *m_window;
    QMenu *m_menu;
};

} // namespace interleave
