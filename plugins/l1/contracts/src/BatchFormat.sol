// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// The batch formats that contracts, program and node share: the one place on L1 where they are
// spelt out. Source: era-contracts v31 (IExecutor, ZKsync OS commit) with two departures: first and
// last block number end the batch output, and the public input keeps all 256 bits. Golden vectors:
// tests/vectors/batch_output.json.
//
// Invariants:
// - every hash below covers a fixed number of bytes, so no two inputs share an encoding;
// - operatorDAInput enters no hash: the DA validator binds it to daCommitment.

/// @notice What L1 remembers of a batch, as the hash of these nine words.
/// @param batchNumber Counts from 1; 0 is the genesis
/// @param batchHash State commitment after the batch
/// @param indexRepeatedStorageChanges Always 0 (a field of Era's, kept for the layout)
/// @param numberOfLayer1Txs L1 operations in the batch
/// @param priorityOperationsHash Rolling hash over them; keccak256("") for none
/// @param dependencyRootsRollingHash Rolling hash over imported interop roots; 0 for none
/// @param l2LogsTreeRoot Root of the batch's tree of L2 to L1 logs
/// @param timestamp Always 0 (a field of Era's, kept for the layout)
/// @param commitment The batch output hash; 0 for the genesis
struct StoredBatchInfo {
    uint64 batchNumber;
    bytes32 batchHash;
    uint64 indexRepeatedStorageChanges;
    uint256 numberOfLayer1Txs;
    bytes32 priorityOperationsHash;
    bytes32 dependencyRootsRollingHash;
    bytes32 l2LogsTreeRoot;
    uint256 timestamp;
    bytes32 commitment;
}

/// @notice What the operator says of a new batch. Times in seconds; numbers as in StoredBatchInfo.
/// @param daCommitmentScheme An id of DAScheme.sol
/// @param daCommitment The scheme's commitment to the posted pubdata
/// @param operatorDAInput What the chain's DA validator wants to see; its layout is the validator's
/// @param slChainId Chain id of the settlement layer: this chain's
struct CommitBatchInfo {
    uint64 batchNumber;
    bytes32 newStateCommitment;
    uint256 numberOfLayer1Txs;
    uint256 numberOfLayer2Txs;
    bytes32 priorityOperationsHash;
    bytes32 dependencyRootsRollingHash;
    bytes32 l2LogsTreeRoot;
    uint8 daCommitmentScheme;
    bytes32 daCommitment;
    uint64 firstBlockTimestamp;
    uint64 firstBlockNumber;
    uint64 lastBlockTimestamp;
    uint64 lastBlockNumber;
    uint256 chainId;
    bytes operatorDAInput;
    uint256 slChainId;
}

library BatchFormat {
    /// @notice Rolling hash over no L1 operations: keccak256("").
    bytes32 internal constant NO_PRIORITY_OPERATIONS =
        0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470;

    /// @notice Rolling hash over no imported roots.
    bytes32 internal constant NO_DEPENDENCY_ROOTS = bytes32(0);

    /// @notice The batch output hash over 352 packed bytes, integers big endian.
    /// @param upgradeTxHash Hash of the upgrade transaction in the batch, 0 for none
    function outputHash(CommitBatchInfo calldata batch, bytes32 upgradeTxHash)
        internal
        pure
        returns (bytes32)
    {
        bytes memory blocksAndDA = abi.encodePacked(
            batch.chainId, // 0..32
            batch.firstBlockTimestamp, // 32..40
            batch.lastBlockTimestamp, // 40..48
            uint256(batch.daCommitmentScheme), // 48..80
            batch.daCommitment // 80..112
        );
        bytes memory operations = abi.encodePacked(
            batch.numberOfLayer1Txs, // 112..144
            batch.numberOfLayer2Txs, // 144..176
            batch.priorityOperationsHash, // 176..208
            batch.l2LogsTreeRoot, // 208..240
            upgradeTxHash, // 240..272
            batch.dependencyRootsRollingHash, // 272..304
            batch.slChainId // 304..336
        );
        return keccak256(
            abi.encodePacked(
                blocksAndDA,
                operations,
                batch.firstBlockNumber, // 336..344
                batch.lastBlockNumber // 344..352
            )
        );
    }

    /// @notice What L1 will remember of a batch whose output hash is known.
    function stored(CommitBatchInfo calldata batch, bytes32 output)
        internal
        pure
        returns (StoredBatchInfo memory)
    {
        return StoredBatchInfo({
            batchNumber: batch.batchNumber,
            batchHash: batch.newStateCommitment,
            indexRepeatedStorageChanges: 0,
            numberOfLayer1Txs: batch.numberOfLayer1Txs,
            priorityOperationsHash: batch.priorityOperationsHash,
            dependencyRootsRollingHash: batch.dependencyRootsRollingHash,
            l2LogsTreeRoot: batch.l2LogsTreeRoot,
            timestamp: 0,
            commitment: output
        });
    }

    /// @notice Batch 0: a state and nothing that led to it.
    function genesis(bytes32 stateCommitment) internal pure returns (StoredBatchInfo memory info) {
        info.batchHash = stateCommitment;
        info.priorityOperationsHash = NO_PRIORITY_OPERATIONS;
    }

    /// @notice The stored batch hash over nine ABI words, 288 bytes.
    function storedHash(StoredBatchInfo memory info) internal pure returns (bytes32) {
        return keccak256(abi.encode(info));
    }

    /// @notice What a proof of the batch proves, over 96 bytes; nothing is shifted out.
    function publicInput(bytes32 stateBefore, bytes32 stateAfter, bytes32 output)
        internal
        pure
        returns (bytes32)
    {
        return keccak256(abi.encodePacked(stateBefore, stateAfter, output));
    }
}
