// Answers questions about transparency logs with the code of Go's checksum
// database, golang.org/x/mod/sumdb: one JSON object in, one out, line by line.
package main

import (
	"bufio"
	"crypto/rand"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type question struct {
	Op      string
	Entries [][]byte
	Sizes   []int64
	Records [][2]int64
	Trees   [][2]int64
	Tiles   [][3]int64
	Proof   []tlog.Hash
	Size    int64
	Root    tlog.Hash
	Index   int64
	Leaf    tlog.Hash
	Old     int64
	OldRoot tlog.Hash
	Note    string
	Keys    []string
	Text    string
	Name    string
	Folder  string
}

type tile struct {
	Path string
	Data []byte
}

type answer struct {
	Error      string        `json:",omitempty"`
	Roots      []tlog.Hash   `json:",omitempty"`
	Records    [][]tlog.Hash `json:",omitempty"`
	Trees      [][]tlog.Hash `json:",omitempty"`
	Tiles      []tile        `json:",omitempty"`
	Text       string        `json:",omitempty"`
	Signers    []string      `json:",omitempty"`
	Unverified []string      `json:",omitempty"`
	Note       string        `json:",omitempty"`
	Key        string        `json:",omitempty"`
}

// stored keeps every hash of a log in the order in which tlog numbers them.
type stored []tlog.Hash

func (s stored) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if index >= int64(len(s)) {
			return nil, fmt.Errorf("hash %d is not stored", index)
		}
		found[i] = s[index]
	}
	return found, nil
}

func makeProofs(q question) (a answer, err error) {
	var log stored
	for n, entry := range q.Entries {
		hashes, err := tlog.StoredHashes(int64(n), entry, log)
		if err != nil {
			return a, err
		}
		log = append(log, hashes...)
	}
	for _, size := range q.Sizes {
		root, err := tlog.TreeHash(size, log)
		if err != nil {
			return a, err
		}
		a.Roots = append(a.Roots, root)
	}
	for _, asked := range q.Records {
		proof, err := tlog.ProveRecord(asked[0], asked[1], log)
		if err != nil {
			return a, err
		}
		a.Records = append(a.Records, append([]tlog.Hash{}, proof...))
	}
	for _, asked := range q.Trees {
		proof, err := tlog.ProveTree(asked[0], asked[1], log)
		if err != nil {
			return a, err
		}
		a.Trees = append(a.Trees, append([]tlog.Hash{}, proof...))
	}
	for _, asked := range q.Tiles {
		t := tlog.Tile{H: 8, L: int(asked[0]), N: asked[1], W: int(asked[2])}
		data, err := tlog.ReadTileData(t, log)
		if err != nil {
			return a, err
		}
		a.Tiles = append(a.Tiles, tile{Path: pathOf(t), Data: data})
	}
	return a, nil
}

// pathOf is the tile's path without its height, which C2SP leaves out.
func pathOf(t tlog.Tile) string {
	return "tile/" + strings.TrimPrefix(t.Path(), "tile/8/")
}

// folder reads tiles from files, as they would be served.
type folder string

func (f folder) Height() int { return 8 }

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, t := range tiles {
		data, err := os.ReadFile(filepath.Join(string(f), pathOf(t)))
		if err != nil {
			return nil, err
		}
		found = append(found, data)
	}
	return found, nil
}

func (f folder) SaveTiles(tiles []tlog.Tile, data [][]byte) {}

// checkFolder authenticates every tile against the root, and every entry
// against its leaf.
func checkFolder(q question) (a answer, err error) {
	reader := tlog.TileHashReader(tlog.Tree{N: q.Size, Hash: q.Root}, folder(q.Folder))
	for start := int64(0); start < q.Size; start += 256 {
		width := q.Size - start
		if width > 256 {
			width = 256
		}
		indexes := make([]int64, width)
		for i := range indexes {
			indexes[i] = tlog.StoredHashIndex(0, start+int64(i))
		}
		leaves, err := reader.ReadHashes(indexes)
		if err != nil {
			return a, err
		}
		t := tlog.Tile{H: 8, L: 0, N: start / 256, W: int(width)}
		path := strings.Replace(pathOf(t), "tile/0/", "tile/entries/", 1)
		data, err := os.ReadFile(filepath.Join(q.Folder, path))
		if err != nil {
			return a, err
		}
		for i, leaf := range leaves {
			if len(data) < 2 {
				return a, fmt.Errorf("%s ends before entry %d", path, i)
			}
			length := int(binary.BigEndian.Uint16(data))
			if len(data) < 2+length {
				return a, fmt.Errorf("%s ends within entry %d", path, i)
			}
			if tlog.RecordHash(data[2:2+length]) != leaf {
				return a, fmt.Errorf("entry %d of %s is not its leaf", i, path)
			}
			data = data[2+length:]
		}
		if len(data) > 0 {
			return a, fmt.Errorf("%s goes on after its entries", path)
		}
	}
	return a, nil
}

func openNote(q question) (a answer, err error) {
	var verifiers []note.Verifier
	for _, key := range q.Keys {
		verifier, err := note.NewVerifier(key)
		if err != nil {
			return a, err
		}
		verifiers = append(verifiers, verifier)
	}
	opened, err := note.Open([]byte(q.Note), note.VerifierList(verifiers...))
	if err != nil {
		return a, err
	}
	a.Text = opened.Text
	for _, sig := range opened.Sigs {
		a.Signers = append(a.Signers, sig.Name)
	}
	for _, sig := range opened.UnverifiedSigs {
		a.Unverified = append(a.Unverified, sig.Name)
	}
	return a, nil
}

func signNote(q question) (a answer, err error) {
	secret, public, err := note.GenerateKey(rand.Reader, q.Name)
	if err != nil {
		return a, err
	}
	signer, err := note.NewSigner(secret)
	if err != nil {
		return a, err
	}
	signed, err := note.Sign(&note.Note{Text: q.Text}, signer)
	return answer{Note: string(signed), Key: public}, err
}

func respond(q question) (answer, error) {
	switch q.Op {
	case "make":
		return makeProofs(q)
	case "record":
		return answer{}, tlog.CheckRecord(q.Proof, q.Size, q.Root, q.Index, q.Leaf)
	case "tree":
		return answer{}, tlog.CheckTree(q.Proof, q.Size, q.Root, q.Old, q.OldRoot)
	case "folder":
		return checkFolder(q)
	case "open":
		return openNote(q)
	case "sign":
		return signNote(q)
	}
	return answer{}, fmt.Errorf("no such question: %q", q.Op)
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<28)
	out := json.NewEncoder(os.Stdout)
	for in.Scan() {
		var q question
		err := json.Unmarshal(in.Bytes(), &q)
		var a answer
		if err == nil {
			a, err = respond(q)
		}
		if err != nil {
			a.Error = err.Error()
		}
		if err := out.Encode(a); err != nil {
			os.Exit(1)
		}
	}
}
