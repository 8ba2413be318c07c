// Package judge puts Cilium's own policy engine behind a line protocol: it
// loads identities and policies the way the agent does and reports which
// policies are taken and what every endpoint may talk to.
//
// The package compiles against every supported version of Cilium; what differs
// between them is behind the Engine interface.
package judge

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/cilium/cilium/pkg/policy/api"
	"github.com/cilium/cilium/pkg/u8proto"
)

// Request is one line: a world, unless one of the questions at the end is asked.
type Request struct {
	// World is repeated in the answer.
	World      json.RawMessage `json:"world"`
	Config     Config          `json:"config"`
	Identities []Identity      `json:"identities"`
	// Services, EndpointSlices and Policies are Kubernetes objects.
	Services       []json.RawMessage `json:"services"`
	EndpointSlices []json.RawMessage `json:"endpointSlices"`
	// CIDRGroups are CiliumCIDRGroup objects. The engine only sees the labels
	// that they give to addresses; the answer says which these are.
	CIDRGroups []json.RawMessage `json:"cidrGroups"`
	Policies   []json.RawMessage `json:"policies"`
	Probes     []Probe           `json:"probes"`
	// Filters asks for the filters, Provenance for the policies behind each verdict.
	Filters    bool `json:"filters"`
	Provenance bool `json:"provenance"`

	LabelFilter  *LabelFilterRequest  `json:"labelFilter"`
	PodLabels    *PodLabelsRequest    `json:"podLabels"`
	MatchPattern *MatchPatternRequest `json:"matchPattern"`
	DNSRules     *DNSRulesRequest     `json:"dnsRules"`
	Entities     bool                 `json:"entities"`
}

// Config has the agent's options that the engine knows; what is left out has
// the value that the chart gives it.
type Config struct {
	Cluster             string   `json:"cluster"`
	DefaultLocalCluster bool     `json:"defaultLocalCluster"`
	Mode                string   `json:"mode"`
	AllowLocalhost      bool     `json:"allowLocalhost"`
	CIDRMatch           []string `json:"cidrMatch"`
	HostFirewall        bool     `json:"hostFirewall"`
	NonDefaultDeny      bool     `json:"nonDefaultDeny"`
	SCTP                bool     `json:"sctp"`
	L7Proxy             bool     `json:"l7Proxy"`
	ICMP                bool     `json:"icmp"`
	NodeSelectorLabels  bool     `json:"nodeSelectorLabels"`
	ExtendedProtocols   bool     `json:"extendedProtocols"`
	// DualStack is false for IPv4 alone, or for IPv6 alone with IPv6Only.
	DualStack bool `json:"dualStack"`
	IPv6Only  bool `json:"ipv6Only"`
}

// Identity is a set of labels that traffic can come from or go to.
type Identity struct {
	Labels []string `json:"labels"`
	// SubjectLabels are the labels as a subject of policies, where they are
	// others: the host has its node's labels only there.
	SubjectLabels []string `json:"subjectLabels"`
	Ports         []Port   `json:"ports"`
	// Host makes the local host a subject, if its firewall is on.
	Host bool               `json:"host"`
	CIDR string             `json:"cidr"`
	FQDN []api.FQDNSelector `json:"fqdn"`
	// Family is ipv4 or ipv6; it decides on the world label that goes with FQDN.
	Family string `json:"family"`
}

// Port is a named container port: [name, protocol, number].
type Port struct {
	Name     string
	Protocol string
	Number   int
}

// UnmarshalJSON implements json.Unmarshaler.
func (p *Port) UnmarshalJSON(data []byte) error {
	return unmarshalTuple(data, &p.Name, &p.Protocol, &p.Number)
}

// MarshalJSON implements json.Marshaler.
func (p Port) MarshalJSON() ([]byte, error) {
	return json.Marshal([]any{p.Name, p.Protocol, p.Number})
}

// Probe is a kind of traffic: [protocol, port], with an ICMP type for a port.
type Probe struct {
	Protocol u8proto.U8proto
	Port     uint16
}

// UnmarshalJSON implements json.Unmarshaler.
func (p *Probe) UnmarshalJSON(data []byte) (err error) {
	var protocol string
	if err := unmarshalTuple(data, &protocol, &p.Port); err != nil {
		return err
	}

	if number, err := strconv.ParseUint(protocol, 10, 8); err == nil && number > 0 {
		p.Protocol = u8proto.U8proto(number)

		return nil
	}

	// Cilium 1.19 has no name for these.
	switch strings.ToUpper(protocol) {
	case "IPIP":
		p.Protocol = 4
	case "IPV6":
		p.Protocol = 41
	case "GRE":
		p.Protocol = 47
	case "ESP":
		p.Protocol = 50
	case "AH":
		p.Protocol = 51
	default:
		p.Protocol, err = u8proto.ParseProtocol(protocol)
	}

	if err == nil && p.Protocol == u8proto.ANY {
		err = fmt.Errorf("a probe needs a protocol, not %s", strings.ToUpper(protocol))
	}

	return err
}

func unmarshalTuple(data []byte, fields ...any) error {
	var parts []json.RawMessage
	if err := json.Unmarshal(data, &parts); err != nil {
		return err
	}

	if len(parts) != len(fields) {
		return fmt.Errorf("%d elements expected, not %s", len(fields), data)
	}

	for i, part := range parts {
		if err := json.Unmarshal(part, fields[i]); err != nil {
			return err
		}
	}

	return nil
}

// Answer is what upstream says of a world.
type Answer struct {
	World json.RawMessage `json:"world,omitempty"`
	// Engine is upstream's version.
	Engine string `json:"engine"`
	// Error says why the request could not be judged.
	Error string `json:"error,omitempty"`
	// Panic is where and with what upstream panicked.
	Panic string `json:"panic,omitempty"`

	*WorldAnswer
}

// WorldAnswer has one entry for each policy and, everywhere else, one for each identity.
type WorldAnswer struct {
	Policies []PolicyVerdict `json:"policies"`
	// Computed is null unless some endpoint's policy could not be computed;
	// then it has the error for each that failed.
	Computed []*string `json:"computed"`
	// Enforced has 1 where a direction is enforced, 0 where it is not, ! where
	// the policy could not be computed and - for what is no endpoint.
	Enforced Directions[string] `json:"enforced"`
	// Verdicts are strings of a character for each peer and, within it, each
	// probe: . denied, A allowed, R allowed and redirected to a proxy. What is
	// no endpoint, or could not be computed, has an empty string.
	Verdicts Directions[[]string] `json:"verdicts"`
	Filters  []Filter             `json:"filters,omitempty"`
	// Rules are, in the order of Verdicts, places in Origins.
	Rules   *Directions[[][]int] `json:"rules,omitempty"`
	Origins []string             `json:"origins,omitempty"`
	// CIDRGroups are the labels that each group gives to its addresses.
	CIDRGroups []CIDRGroupLabels `json:"cidrGroups,omitempty"`
}

// Directions holds something for each direction.
type Directions[T any] struct {
	Ingress T `json:"ingress"`
	Egress  T `json:"egress"`
}

// PolicyVerdict says whether a policy alone is taken; the others are not loaded.
type PolicyVerdict struct {
	Accepted bool   `json:"accepted"`
	Error    string `json:"error,omitempty"`
	// Derived says that the agent only loads what the operator derives from
	// this policy, which is not known here.
	Derived bool `json:"derived,omitempty"`
}

// Filter is what a subject's policy says of a port, for each of the selectors.
type Filter struct {
	Subject   int              `json:"subject"`
	Direction string           `json:"direction"`
	Tier      int              `json:"tier"`
	Port      int              `json:"port"`
	EndPort   int              `json:"endPort"`
	PortName  string           `json:"portName"`
	Protocol  string           `json:"protocol"`
	Selectors []FilterSelector `json:"selectors"`
}

// FilterSelector is a part of a Filter, for what one selector selects.
type FilterSelector struct {
	// Selector is upstream's key of it.
	Selector string `json:"selector"`
	// Wildcard selects everything, also what is not among the identities.
	Wildcard bool   `json:"wildcard,omitempty"`
	Peers    []int  `json:"peers"`
	Deny     bool   `json:"deny"`
	Pass     bool   `json:"pass,omitempty"`
	Priority int    `json:"priority"`
	Parser   string `json:"parser"`
	// Unrestricted is true for what is allowed without any look at its contents.
	Unrestricted     bool               `json:"unrestricted"`
	HTTP             []api.PortRuleHTTP `json:"http"`
	DNS              []api.PortRuleDNS  `json:"dns"`
	ServerNames      []string           `json:"serverNames"`
	Listener         string             `json:"listener"`
	ListenerPriority int                `json:"listenerPriority"`
	TerminatingTLS   string             `json:"terminatingTLS,omitempty"`
	OriginatingTLS   string             `json:"originatingTLS,omitempty"`
	Authentication   string             `json:"authentication,omitempty"`
}

// CIDRGroupLabels are labels besides the world label, which depends on the family.
type CIDRGroupLabels struct {
	Name   string   `json:"name"`
	Labels []string `json:"labels"`
	CIDRs  []string `json:"cidrs"`
}
