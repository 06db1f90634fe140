// What the environment names as a proxy (transport/proxy.h), as QNetworkAccessManager wants it: an http proxy passes http requests on, and
// makes tunnels for everything else. For every manager of this program: `manager->setProxyFactory(new EnvironmentProxy)`. Thread of its
// manager.
#pragma once

#include <QNetworkProxyFactory>

namespace interleave {

class EnvironmentProxy : public QNetworkProxyFactory
{
public:
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override;
};

} // namespace interleave
