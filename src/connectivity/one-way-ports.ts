/**
 * Ports of UDP whose protocols want no answer, or whose answers come under another port: silence says nothing there.
 * Numbers are those of the IANA registry unless said otherwise.
 */
export const ONE_WAY_PORTS: readonly number[] = [
  9, // discard, wake on LAN
  67, // DHCP
  68,
  138, // NetBIOS datagrams
  162, // SNMP traps (RFC 3417)
  514, // syslog (RFC 5426)
  2000, // AWS X-Ray daemon, as it is delivered
  2055, // NetFlow, as exporters are delivered
  3784, // BFD (RFC 5881): each side sends from a port of its own
  4739, // IPFIX (RFC 7011)
  4789, // VXLAN (RFC 7348): the source port is a hash
  6081, // Geneve (RFC 8926): the same
  6343, // sFlow
  8125, // StatsD, as it is delivered
  9995, // NetFlow, as exporters are delivered
  9996,
  12201, // GELF, as it is delivered
  25826, // collectd
];
