package judge

import (
	"maps"
	"regexp"
	"slices"

	"github.com/cilium/cilium/pkg/fqdn/dns"
	"github.com/cilium/cilium/pkg/fqdn/dnsproxy"
	"github.com/cilium/cilium/pkg/fqdn/matchpattern"
	"github.com/cilium/cilium/pkg/policy"
	"github.com/cilium/cilium/pkg/policy/api"
)

// MatchPatternRequest asks which names toFQDNs selectors select.
type MatchPatternRequest struct {
	Patterns []string `json:"patterns"`
	Names    []string `json:"names"`
}

// MatchPatternAnswer has a row for each pattern: null, with an error, or
// whether it matches for each name.
type MatchPatternAnswer struct {
	Engine  string    `json:"engine"`
	Matches [][]bool  `json:"matches"`
	Errors  []*string `json:"errors"`
}

func (j *Judge) matchPattern(req MatchPatternRequest) MatchPatternAnswer {
	answer := MatchPatternAnswer{Engine: j.version, Matches: [][]bool{}, Errors: []*string{}}

	for _, pattern := range req.Patterns {
		selector := api.FQDNSelector{MatchPattern: pattern}

		regex, err := selector.ToRegex()
		if err != nil {
			answer.Matches = append(answer.Matches, nil)
			answer.Errors = append(answer.Errors, new(err.Error()))

			continue
		}

		row := make([]bool, 0, len(req.Names))
		for _, name := range req.Names {
			row = append(row, regex.MatchString(dns.FQDN(name)))
		}

		answer.Matches = append(answer.Matches, row)
		answer.Errors = append(answer.Errors, nil)
	}

	return answer
}

// DNSRulesRequest asks which names the DNS proxy answers for under the rules
// that one selector has on a port.
type DNSRulesRequest struct {
	Rules []api.PortRuleDNS `json:"rules"`
	Names []string          `json:"names"`
}

// DNSRulesAnswer has the verdict for each name, and what the proxy matches them with.
type DNSRulesAnswer struct {
	Engine  string `json:"engine"`
	Allowed []bool `json:"allowed"`
	Pattern string `json:"pattern"`
}

// dnsRules decides as DNSProxy.CheckAllowed does (pkg/fqdn/dnsproxy/proxy.go).
func (j *Judge) dnsRules(req DNSRulesRequest) (DNSRulesAnswer, error) {
	for i := range req.Rules {
		if err := req.Rules[i].Sanitize(); err != nil {
			return DNSRulesAnswer{}, err
		}
	}

	pattern := dnsproxy.GeneratePattern(&policy.PerSelectorPolicy{L7Rules: api.L7Rules{DNS: req.Rules}})

	regex, err := regexp.Compile(pattern)
	if err != nil {
		return DNSRulesAnswer{}, err
	}

	answer := DNSRulesAnswer{Engine: j.version, Allowed: []bool{}, Pattern: pattern}

	for _, name := range req.Names {
		answer.Allowed = append(answer.Allowed, pattern == matchpattern.MatchAllAnchoredPattern || regex.MatchString(dns.FQDN(name)))
	}

	return answer, nil
}

// EntitiesAnswer lists the names that validation accepts.
type EntitiesAnswer struct {
	Engine   string       `json:"engine"`
	Entities []api.Entity `json:"entities"`
}

func (j *Judge) entities() EntitiesAnswer {
	return EntitiesAnswer{Engine: j.version, Entities: slices.Sorted(maps.Keys(api.EntitySelectorMapping))}
}
