package dev.remit.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretNamesTest {
    @ParameterizedTest
    @CsvSource({
        "aws-sm, prod/db, prod/db",
        "aws-sm, prod/db-master, prod/db-master",
        "aws-sm, arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbC1eF, prod/db",
        "aws-sm, arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:prod/db-AbC1eF, prod/db",
        "aws-sm, arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db, prod/db",
        "aws-sm, arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-master-AbC1eF, prod/db-master",
        "aws-sm, arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod-db/x_y.z, prod-db/x_y.z",
        "aws-sm, arn:aws:secretsmanager:eu-west-1:123456789012:secret:-AbC1eF, -AbC1eF",
        "aws-sm, arn:aws:sts::123456789012:other, arn:aws:sts::123456789012:other",
        "aws-ssm, db-password, db-password",
        "aws-ssm, /prod/db, prod/db",
        "aws-ssm, prod/db, prod/db",
        "aws-ssm, /prod/db:3, prod/db",
        "aws-ssm, /prod/db:current, prod/db",
        "aws-ssm, arn:aws:ssm:eu-west-1:123456789012:parameter/prod/db, prod/db",
        "aws-ssm, arn:aws:ssm:eu-west-1:123456789012:parameter/prod/db:3, prod/db",
        "aws-ssm, arn:aws:ssm:eu-west-1:123456789012:document/x, arn:aws:ssm:eu-west-1:123456789012:document/x",
        "aws-ssm, //*, *",
        "aws-ssm, /prod/*, prod/*",
        "aws-ssm, /prod//*, prod/*",
        "aws-sts, arn:aws:iam::123456789012:role/pay, arn:aws:iam::123456789012:role/pay",
        "aws-sts, root/123456789012, root/123456789012",
        "aws-sts, root/arn:aws:iam::123456789012:root, root/123456789012",
        "aws-sts, root/arn:aws:iam::123456789012:user/x, root/arn:aws:iam::123456789012:user/x",
        "vault, secret/data/app, secret/data/app",
        "vault, /secret/data/app/, secret/data/app",
        "vault, secret//data/./app, secret/data/app",
        "vault, public/../secret/data/app, secret/data/app",
        "vault, ../../secret/data/app, secret/data/app",
        "vault, ../v1/secret/data/app, secret/data/app",
        "vault, ../../proxy/v1/secret/data/app, secret/data/app",
        "vault, v1/secret/data/app, v1/secret/data/app",
        "vault, secret/../v1/data/app, v1/data/app",
        "vault, http://localhost:8200/v1/secret/data/app, secret/data/app",
        "vault, https://user@vault:8200/proxy/../v1//secret/data/v1/app?version=1, secret/data/v1/app",
        "vault, http://localhost:8200/other/app, other/app",
        "vault, http://localhost:8200, ''",
        "vault, secret/data/app?version=2, secret/data/app",
        "vault, secret/data/app#x, secret/data/app",
        "vault, secret%2Fdata/%61pp, secret/data/app",
        "vault, public/%252e%252e/secret/data/app, secret/data/app",
        "vault, secret/data/.app, secret/data/.app",
        "vault, secret/data/100%, secret/data/100%",
        "vault, secret/data/%C3%A4, secret/data/%C3%A4",
        "env, a//b, a//b",
        "file, /etc/../x, /etc/../x",
    })
    void shouldKnowOneNameHoweverItIsAskedFor(String store, String asked, String name) {
        assertThat(SecretNames.canonical(store, asked)).isEqualTo(name);
    }

    @Test
    void shouldKeepANameThatIsInItsOneFormWithoutACopy() {
        final String name = "secret/data/app";
        assertThat(SecretNames.canonical("vault", name)).isSameAs(name);
        assertThat(SecretNames.canonical("aws-sm", name)).isSameAs(name);
    }
}
