package io.github.vertxnsq.lookupd.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.util.NetUtil;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressBlockTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, 10.0.0.1",
    "255.254.128.0, 255.254.128.0",
    "2001:db8:0:1::3, 2001:0db8:0000:0001::/64",
    "fe80::ffff, fe80:0000:0000:0000::/64"
  })
  void isShownAsPeopleWriteIt(String address, String shown) {
    assertEquals(
        shown, AddressBlock.of(NetUtil.createInetAddressFromIpAddressString(address)).toString());
  }
}
