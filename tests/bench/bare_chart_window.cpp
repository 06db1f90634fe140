// The yardstick of bench_startup: the least window with a Qt Charts chart in it. Writes "painted" after its first paint and
// ends, as the program does when INTERLEAVE_EXIT_AFTER_FIRST_PAINT is set.
#include <QApplication>
#include <QChartView>
#include <QLineSeries>
#include <QMainWindow>

#include <cstdio>

class PaintedChartView : public QChartView
{
public:
    using QChartView::QChartView;

protected:
    void paintEvent(QPaintEvent *event) override
    {
        QChartView::paintEvent(event);
        QMetaObject::invokeMethod(this, &PaintedChartView::end, Qt::QueuedConnection);
    }

private:
    static void end()
    {
        std::puts("painted");
        std::fflush(stdout);
        QCoreApplication::quit();
    }
};

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    auto *series = new QLineSeries;
    for (int i = 0; i < 100; ++i)
        series->append(i, i % 10);
    auto *chart = new QChart;
    chart->addSeries(series);
    chart->createDefaultAxes();
    QMainWindow window;
    window.setCentralWidget(new PaintedChartView(chart));
    window.resize(1440, 900);
    window.show();
    return application.exec();
}
