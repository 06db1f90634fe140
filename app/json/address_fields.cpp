#include "json/address_fields.h"

#include "core/base_url.h"

namespace interleave {

using namespace Qt::StringLiterals;

void readBaseUrl(FieldReader &fields, QString &baseUrl)
{
    QString typed = baseUrl;
    fields.read("base_url", typed);
    if (const Result<QString> url = normalBaseUrl(typed))
        baseUrl = *url;
    else
        fields.fail("base_url", u"cannot be used: "_s + url.error());
}

void readKeyVariable(FieldReader &fields, QString &variable)
{
    fields.read("api_key_env", variable);
    if (!variable.isEmpty() && !isVariableName(variable))
        fields.fail("api_key_env", u"must be the name of an environment variable (letters, digits and _), never the key itself"_s);
}

} // namespace interleave
