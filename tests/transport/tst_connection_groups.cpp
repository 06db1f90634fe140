// Requests are dealt so that no group exceeds its connections and the lowest groups are used again first.
#include "support/test_main.h"

#include "transport/qnam/connection_groups.h"

using namespace interleave;

class ConnectionGroupsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fillsOneGroupAfterTheOther()
    {
        ConnectionGroups groups;
        for (int i = 0; i < 20; ++i)
            QCOMPARE(groups.take(), i / 6);
    }
    void takesTheLowestFreePlace()
    {
        ConnectionGroups groups;
        for (int i = 0; i < 18; ++i)
            groups.take();
        groups.release(2);
        groups.release(0);
        QCOMPARE(groups.take(), 0);
        QCOMPARE(groups.take(), 2);
        QCOMPARE(groups.take(), 3);
    }
    void aLargerCapacityFillsTheLowestGroupFirst()
    {
        ConnectionGroups groups;
        for (int i = 0; i < 18; ++i)
            groups.take();
        groups.setCapacity(100);
        for (int i = 0; i < 94; ++i)
            QCOMPARE(groups.take(), 0);
        QCOMPARE(groups.take(), 1);
    }
};

INTERLEAVE_TEST_MAIN(ConnectionGroupsTest)
#include "tst_connection_groups.moc"
